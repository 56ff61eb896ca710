using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>Group normalisation of [B, C, ...] (Wu and He, 2018).</summary>
public sealed class GroupNorm : Layer
{
    private readonly int _groups;
    private readonly double _eps;

    public GroupNorm(int groups, long channels, double eps = 1e-5)
    {
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm needs a number of channels divisible by its {groups} groups, not {channels}.", nameof(channels));
        _groups = groups;
        _eps = eps;
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
    }

    public Tensor Weight { get; }

    public Tensor Bias { get; }

    public override Tensor Forward(Tensor x) => F.GroupNorm(x, _groups, Weight, Bias, _eps);

    /// <remarks>ONNX had no group normalisation before opset 18: a group becomes a channel, and channels can be normalised one by one.</remarks>
    public override OnnxValue Forward(OnnxValue x)
    {
        var graph = x.Graph;
        var (one, zero) = (graph.Constant([.. Enumerable.Repeat(1f, _groups)]), graph.Constant(new float[_groups]));
        var normal = x.Reshape(0, _groups, -1).Call("InstanceNormalization", [one, zero], ("epsilon", _eps));
        var scaled = normal.Reshape(0, Weight.NumElements, -1) * graph.Weight(Weight).Unsqueeze(1) + graph.Weight(Bias).Unsqueeze(1);
        return scaled.Reshape(x.ShapeOf());
    }

    /// <summary>silu of the normalised input, fused; for [B, C, H, W].</summary>
    public Tensor ForwardSilu(Tensor x) => F.GroupNormSilu(x, _groups, Weight, Bias, _eps);
}
