using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>x + conv(swish(norm(conv(swish(norm(x)))))); a 1x1 convolution on the shortcut where the channels change.</summary>
public sealed class ResnetBlock : Layer
{
    private readonly GroupNorm _norm1;
    private readonly Conv2d _conv1;
    private readonly GroupNorm _norm2;
    private readonly Dropout _dropout;
    private readonly Conv2d _conv2;
    private readonly Conv2d? _shortcut;

    public ResnetBlock(int inChannels, int outChannels, double dropout, Generator generator)
    {
        _norm1 = Child("norm1", FrameNorm.Of(inChannels));
        _conv1 = Child("conv1", new Conv2d(inChannels, outChannels, 3, padding: 1, generator: generator));
        _norm2 = Child("norm2", FrameNorm.Of(outChannels));
        _dropout = Child("dropout", new Dropout(dropout));
        _conv2 = Child("conv2", new Conv2d(outChannels, outChannels, 3, padding: 1, generator: generator));
        if (inChannels != outChannels)
            _shortcut = Child("nin_shortcut", new Conv2d(inChannels, outChannels, 1, generator: generator));
    }

    /// <param name="x">[N, in, H, W]</param>
    /// <returns>[N, out, H, W]</returns>
    public override Tensor Forward(Tensor x)
    {
        var h = _conv1.Forward(_norm1.ForwardSilu(x));
        h = _conv2.Forward(_dropout.Forward(_norm2.ForwardSilu(h)));
        // A convolution does not need its own output for gradients, so the sum may overwrite it.
        return h.AddInPlace(_shortcut is null ? x : _shortcut.Forward(x));
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        var h = _conv1.Forward(_norm1.Forward(x).Silu());
        h = _conv2.Forward(_norm2.Forward(h).Silu());
        return h + (_shortcut is null ? x : _shortcut.Forward(x));
    }
}
