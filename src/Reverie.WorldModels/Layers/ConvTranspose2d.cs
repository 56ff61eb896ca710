using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>Transposed convolution over [N, C, H, W]. Weight [in, out, k, k], bias [out].</summary>
public sealed class ConvTranspose2d : Layer
{
    private readonly int _stride;
    private readonly int _padding;

    public ConvTranspose2d(long inChannels, long outChannels, int kernel, int stride = 1, int padding = 0, bool bias = true, Generator? generator = null)
    {
        (_stride, _padding) = (stride, padding);
        long fanIn = outChannels * kernel * kernel; // as PyTorch counts it: of the weight's second axis
        Weight = Parameter("weight", Init.FanIn([inChannels, outChannels, kernel, kernel], fanIn, generator));
        Bias = bias ? Parameter("bias", Init.FanIn([outChannels], fanIn, generator)) : null;
    }

    public Tensor Weight { get; }

    public Tensor? Bias { get; }

    public override Tensor Forward(Tensor x) => F.ConvTranspose2d(x, Weight, Bias, _stride, _padding);
}
