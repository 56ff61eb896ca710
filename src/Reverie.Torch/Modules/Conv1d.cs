namespace Reverie.Torch.Modules;

/// <summary>Convolution over [B, C, L]. Weight [out, in / groups, k], bias [out].</summary>
public sealed class Conv1d : Layer
{
    private readonly int _stride;
    private readonly int _padding;
    private readonly int _dilation;
    private readonly int _groups;

    public Conv1d(
        long inChannels, long outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true,
        Generator? generator = null)
    {
        (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);
        long fanIn = inChannels / groups * kernel;
        Weight = Parameter("weight", Init.FanIn([outChannels, inChannels / groups, kernel], fanIn, generator));
        Bias = bias ? Parameter("bias", Init.FanIn([outChannels], fanIn, generator)) : null;
    }

    public Tensor Weight { get; }

    public Tensor? Bias { get; }

    public override Tensor Forward(Tensor x) => F.Conv1d(x, Weight, Bias, _stride, _padding, _dilation, _groups);
}
