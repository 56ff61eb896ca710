using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>Layer normalisation over the last dimension (Ba et al., 2016).</summary>
public sealed class LayerNorm : Layer
{
    private readonly double _eps;

    public LayerNorm(long features, double eps = 1e-5, bool bias = true) : this(Tensor.Ones([features]), bias ? Tensor.Zeros([features]) : null, eps)
    {
    }

    /// <summary>With these weights.</summary>
    /// <param name="weight">[features]</param>
    /// <param name="bias">[features]; null: none.</param>
    /// <param name="eps">Added to the variance.</param>
    public LayerNorm(Tensor weight, Tensor? bias, double eps)
    {
        _eps = eps;
        Weight = Parameter("weight", weight);
        Bias = bias is null ? null : Parameter("bias", bias);
    }

    public Tensor Weight { get; }

    public Tensor? Bias { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon => _eps;

    public override Tensor Forward(Tensor x) => F.LayerNorm(x, Weight, Bias, _eps);

    public override OnnxValue Forward(OnnxValue x) => x.Call("LayerNormalization", [Weight, Bias], ("axis", -1), ("epsilon", _eps));
}
