using Reverie.Torch;

namespace Reverie.Cli.Bench;

/// <summary>The most that this machine's matrix product gives; other rows are compared with it.</summary>
internal static class GemmBenchmarks
{
    internal static IEnumerable<Figure> Measure()
    {
        yield return new Figure("GEMM peak, fp32 2048", MachinePeak.Measure(ScalarType.Float32) / 1e9, "GFLOP/s");
        yield return new Figure("GEMM peak, bf16 2048", MachinePeak.Measure(ScalarType.BFloat16) / 1e9, "GFLOP/s");
    }
}
