using Reverie.Torch;

namespace Reverie.Cli.Bench;

/// <summary>The most that this machine's matrix product gives: the measure of every step below.</summary>
internal static class GemmBenchmarks
{
    private const int Size = 2048;

    internal static IEnumerable<Figure> Measure()
    {
        yield return new Figure("GEMM peak, fp32 2048", Peak(ScalarType.Float32), "GFLOP/s");
        yield return new Figure("GEMM peak, bf16 2048", Peak(ScalarType.BFloat16), "GFLOP/s");
    }

    /// <summary>GFLOP/s of a square product.</summary>
    internal static double Peak(ScalarType type)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        // A generator of its own: the default one belongs to whoever trains.
        using var generator = new Generator(0);
        var a = Tensor.Randn([Size, Size], generator).To(type);
        var b = Tensor.Randn([Size, Size], generator).To(type);
        double seconds = Stopwatches.Median(() => a.MatMul(b).Dispose(), rounds: 7);
        return 2.0 * Size * Size * Size / seconds / 1e9;
    }
}
