using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Perceptual;

/// <summary>From [-1, 1] to the range in which VGG-16 was trained: ImageNet's mean and deviation, expressed for [-1, 1].</summary>
internal sealed class ScalingLayer : Layer
{
    private readonly Tensor _shift;
    private readonly Tensor _scale;

    internal ScalingLayer()
    {
        _shift = Buffer("shift", Tensor.From([-0.030f, -0.088f, -0.188f], 1, 3, 1, 1));
        _scale = Buffer("scale", Tensor.From([0.458f, 0.448f, 0.450f], 1, 3, 1, 1));
    }

    public override Tensor Forward(Tensor x) => (x - _shift) / _scale;
}
