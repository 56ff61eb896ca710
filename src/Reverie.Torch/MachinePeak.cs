using System.Diagnostics;

namespace Reverie.Torch;

/// <summary>The most that this machine's matrix product gives: the measure of what a training step could reach.</summary>
public static class MachinePeak
{
    private const int Size = 2048;
    private const int Rounds = 7;

    /// <summary>Multiplies square matrices for about a second.</summary>
    /// <param name="type">Element type.</param>
    /// <returns>Floating-point operations a second: the median of several rounds.</returns>
    public static double Measure(ScalarType type = ScalarType.Float32)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        // A generator of its own: the default one belongs to whoever trains.
        using var generator = new Generator(0);
        var a = Tensor.Randn([Size, Size], generator).To(type);
        var b = Tensor.Randn([Size, Size], generator).To(type);
        a.MatMul(b).Dispose();
        double[] seconds = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            a.MatMul(b).Dispose();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return 2.0 * Size * Size * Size / seconds[Rounds / 2];
    }
}
