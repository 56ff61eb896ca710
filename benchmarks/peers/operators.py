"""What a call of a small operator costs from Python."""
import torch
from bench import median_seconds, report

CALLS = 100_000
a = torch.ones(4, 4)
b = torch.ones(4, 4)


def add():
    for _ in range(CALLS):
        torch.add(a, b)


def matmul():
    for _ in range(CALLS):
        torch.matmul(a, b)


def view():
    for _ in range(CALLS):
        a.view(16)


with torch.no_grad():
    for name, body in (("add", add), ("matmul", matmul), ("view", view)):
        report(f"operator call, {name} 4x4", median_seconds(body, rounds=9) / CALLS * 1e6, "us")
