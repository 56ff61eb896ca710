using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>The convolutional encoder of VQGAN (Esser et al., 2021) as IRIS uses it.</summary>
public sealed class Encoder : Layer
{
    private readonly int _inChannels;
    private readonly int _patchSize;
    private readonly Conv2d _convIn;
    private readonly ModuleList<ResolutionLevel> _down;
    private readonly MiddleBlock _middle;
    private readonly GroupNorm _normOut;
    private readonly Conv2d _convOut;

    public Encoder(FrameCoderOptions options, Generator generator)
    {
        _inChannels = options.InChannels;
        _patchSize = options.PatchSize;
        _convIn = Child("conv_in", new Conv2d(options.InChannels * _patchSize * _patchSize, options.Channels, 3, padding: 1, generator: generator));
        _down = Child("down", new ModuleList<ResolutionLevel>());
        int channels = options.Channels;
        for (int i = 0; i < options.ChannelMultipliers.Count; i++)
        {
            int inChannels = channels;
            channels = options.Channels * options.ChannelMultipliers[i];
            (string, Layer)? resample = i < options.ChannelMultipliers.Count - 1 ? ("downsample", new Downsample(channels, generator)) : null;
            _down.Add(new ResolutionLevel(inChannels, channels, options.ResidualBlocks, options.HasAttention(i), options.Dropout, generator, resample));
        }
        _middle = Child("mid", new MiddleBlock(channels, options.Dropout, generator));
        _normOut = Child("norm_out", FrameNorm.Of(channels));
        _convOut = Child("conv_out", new Conv2d(channels, options.LatentChannels, 3, padding: 1, generator: generator));
    }

    /// <param name="x">Frames in [-1, 1], [N, in_channels, R, R].</param>
    /// <returns>[N, z_channels, g, g]</returns>
    public override Tensor Forward(Tensor x)
    {
        if (_patchSize > 1)
            x = F.PixelUnshuffle(x, _patchSize);
        x = _convIn.Forward(x.ChannelsLast());
        foreach (var level in _down)
            x = level.Forward(x);
        return _convOut.Forward(_normOut.ForwardSilu(_middle.Forward(x)));
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        if (_patchSize > 1)
            x = x.PixelUnshuffle(_patchSize, _inChannels);
        x = _convIn.Forward(x);
        foreach (var level in _down)
            x = level.Forward(x);
        return _convOut.Forward(_normOut.Forward(_middle.Forward(x)).Silu());
    }
}
