"""The most that this machine's matrix product gives to PyTorch."""
import torch
from bench import median_seconds, report

SIZE = 2048

for label, dtype in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
    a = torch.randn(SIZE, SIZE).to(dtype)
    b = torch.randn(SIZE, SIZE).to(dtype)
    seconds = median_seconds(lambda: torch.mm(a, b), rounds=7)
    report(f"GEMM peak, {label} 2048", 2 * SIZE**3 / seconds / 1e9, "GFLOP/s")
