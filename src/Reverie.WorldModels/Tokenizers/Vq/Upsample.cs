using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Doubles the resolution: every pixel twice in both directions, then a 3x3 convolution.</summary>
public sealed class Upsample : Layer
{
    private readonly Conv2d _conv;

    public Upsample(int channels, Generator generator) =>
        _conv = Child("conv", new Conv2d(channels, channels, 3, padding: 1, generator: generator));

    /// <param name="x">[N, C, H, W]</param>
    /// <returns>[N, C, 2 H, 2 W]</returns>
    public override Tensor Forward(Tensor x) => _conv.Forward(F.UpsampleNearest2d(x));

    public override OnnxValue Forward(OnnxValue x) => _conv.Forward(x.UpsampleNearest2d());
}
