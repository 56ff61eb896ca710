using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>The encoder's mirror image; its levels are numbered from the full resolution down and run in reverse.</summary>
public sealed class Decoder : Layer
{
    private readonly int _patchSize;
    private readonly Conv2d _convIn;
    private readonly MiddleBlock _middle;
    private readonly ModuleList<ResolutionLevel> _up;
    private readonly GroupNorm _normOut;
    private readonly Conv2d _convOut;

    public Decoder(FrameCoderOptions options, Generator generator)
    {
        _patchSize = options.PatchSize;
        int levels = options.ChannelMultipliers.Count;
        int channels = options.Channels * options.ChannelMultipliers[^1];
        _convIn = Child("conv_in", new Conv2d(options.LatentChannels, channels, 3, padding: 1, generator: generator));
        _middle = Child("mid", new MiddleBlock(channels, options.Dropout, generator));
        var fromBottom = new List<ResolutionLevel>();
        for (int i = levels - 1; i >= 0; i--)
        {
            int inChannels = channels;
            channels = options.Channels * options.ChannelMultipliers[i];
            (string, Layer)? resample = i > 0 ? ("upsample", new Upsample(channels, generator)) : null;
            fromBottom.Add(new ResolutionLevel(
                inChannels, channels, options.ResidualBlocks + 1, options.HasAttention(i), options.Dropout, generator, resample));
        }
        _up = Child("up", new ModuleList<ResolutionLevel>(Enumerable.Reverse(fromBottom)));
        _normOut = Child("norm_out", FrameNorm.Of(channels));
        _convOut = Child("conv_out", new Conv2d(channels, options.OutChannels * _patchSize * _patchSize, 3, padding: 1, generator: generator));
    }

    /// <param name="z">[N, z_channels, g, g]</param>
    /// <returns>Frames in about [-1, 1], not clamped, [N, out_ch, R, R].</returns>
    public override Tensor Forward(Tensor z)
    {
        var x = _middle.Forward(_convIn.Forward(z.ChannelsLast()));
        for (int i = _up.Count - 1; i >= 0; i--)
            x = _up[i].Forward(x);
        x = _convOut.Forward(_normOut.ForwardSilu(x));
        return _patchSize > 1 ? F.PixelShuffle(x, _patchSize) : x;
    }

    public override OnnxValue Forward(OnnxValue z)
    {
        var x = _middle.Forward(_convIn.Forward(z));
        for (int i = _up.Count - 1; i >= 0; i--)
            x = _up[i].Forward(x);
        x = _convOut.Forward(_normOut.Forward(x).Silu());
        return _patchSize > 1 ? x.PixelShuffle(_patchSize) : x;
    }
}
