using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Halves the resolution: 3x3 convolution of stride 2, padded by one zero row below and one column to the right.</summary>
public sealed class Downsample : Layer
{
    private readonly Conv2d _conv;

    public Downsample(int channels, Generator generator) =>
        _conv = Child("conv", new Conv2d(channels, channels, 3, stride: 2, generator: generator));

    /// <param name="x">[N, C, H, W]</param>
    /// <returns>[N, C, H / 2, W / 2]</returns>
    public override Tensor Forward(Tensor x) => _conv.Forward(F.Pad(x, [0, 1, 0, 1]));

    public override OnnxValue Forward(OnnxValue x) => _conv.Forward(x.Pad(bottom: 1, right: 1));
}
