using Reverie.Torch;

namespace Reverie.Cli.Bench;

/// <summary>What a call of a small operator costs, where the work itself costs next to nothing.</summary>
internal static class OperatorBenchmarks
{
    private const int Calls = 100_000;

    internal static IEnumerable<Figure> Measure()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var a = Tensor.Ones([4, 4]);
        var b = Tensor.Ones([4, 4]);
        return
        [
            PerCall("operator call, add 4x4", () => a.Add(b).Dispose()),
            PerCall("operator call, matmul 4x4", () => a.MatMul(b).Dispose()),
            PerCall("operator call, view 4x4", () => a.View(16).Dispose()),
        ];
    }

    private static Figure PerCall(string name, Action call)
    {
        double seconds = Stopwatches.Median(
            () =>
            {
                for (int i = 0; i < Calls; i++)
                    call();
            },
            rounds: 9);
        return new Figure(name, seconds / Calls * 1e6, "us");
    }
}
