namespace Reverie.Torch.Modules;

/// <summary>
/// Initialisers. The defaults of PyTorch's Linear and convolutions are uniform in ±1/sqrt(fan_in) for weight and bias alike
/// (its kaiming_uniform with a = sqrt(5) comes to that).
/// </summary>
public static class Init
{
    /// <summary>Uniform in ±<paramref name="bound"/>.</summary>
    public static Tensor Uniform(ReadOnlySpan<long> shape, double bound, Generator? generator) =>
        Tensor.Empty(shape).UniformInPlace(-bound, bound, generator);

    public static Tensor Normal(ReadOnlySpan<long> shape, double std, Generator? generator) =>
        Tensor.Empty(shape).NormalInPlace(0, std, generator);

    /// <summary>PyTorch's default for Linear and convolutions: uniform in ±1/sqrt(fan_in).</summary>
    public static Tensor FanIn(ReadOnlySpan<long> shape, long fanIn, Generator? generator) => Uniform(shape, 1 / Math.Sqrt(fanIn), generator);

    /// <summary>Glorot and Bengio, 2010: uniform in ±gain sqrt(6 / (fan_in + fan_out)); for [out, in, ...].</summary>
    public static Tensor XavierUniform(ReadOnlySpan<long> shape, Generator? generator, double gain = 1)
    {
        long receptive = 1;
        foreach (long size in shape[2..])
            receptive *= size;
        return Uniform(shape, gain * Math.Sqrt(6.0 / ((shape[0] + shape[1]) * receptive)), generator);
    }

    /// <summary>A matrix with orthonormal rows or columns, times a gain (Saxe et al., 2013).</summary>
    public static Tensor Orthogonal(long rows, long columns, double gain, Generator? generator)
    {
        bool wide = rows < columns;
        var flat = Tensor.Randn(wide ? [columns, rows] : [rows, columns], generator);
        var (q, r) = Native.Aten.CallPair(QrOp, flat);
        q *= r.Diagonal().Sign();
        return (wide ? q.T : q).Contiguous() * gain;
    }

    private static readonly Native.Operator QrOp = new("aten::linalg_qr");
}
