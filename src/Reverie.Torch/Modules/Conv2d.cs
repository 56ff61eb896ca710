using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>Convolution over [B, C, H, W]. Weight [out, in / groups, k, k], bias [out].</summary>
public sealed class Conv2d : Layer
{
    private readonly int _stride;
    private readonly int _padding;
    private readonly int _dilation;
    private readonly int _groups;
    private readonly bool _isPlain3x3;

    public Conv2d(
        long inChannels, long outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true,
        Generator? generator = null)
    {
        (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);
        _isPlain3x3 = (kernel, stride, padding, dilation, groups) == (3, 1, 1, 1, 1);
        long fanIn = inChannels / groups * kernel * kernel;
        Weight = Parameter("weight", Init.FanIn([outChannels, inChannels / groups, kernel, kernel], fanIn, generator));
        Bias = bias ? Parameter("bias", Init.FanIn([outChannels], fanIn, generator)) : null;
    }

    public Tensor Weight { get; }

    public Tensor? Bias { get; }

    public override Tensor Forward(Tensor x) =>
        _isPlain3x3 ? F.Conv3x3(x, Weight, Bias) : F.Conv2d(x, Weight, Bias, _stride, _padding, _dilation, _groups);

    public override OnnxValue Forward(OnnxValue x) => x.Call(
        "Conv", [Weight, Bias], ("strides", Twice(_stride)), ("pads", (long[])[.. Twice(_padding), .. Twice(_padding)]), ("dilations", Twice(_dilation)),
        ("group", _groups));

    private static long[] Twice(int value) => [value, value];
}
