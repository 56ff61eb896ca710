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

    /// <summary>silu of the normalised input, fused; for [B, C, H, W].</summary>
    public Tensor ForwardSilu(Tensor x) => F.GroupNormSilu(x, _groups, Weight, Bias, _eps);
}
