using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Perceptual;

/// <summary>Convolutions and rectifiers of VGG-16 between two poolings, named by their place in torchvision's network.</summary>
internal sealed class VggSlice : Layer
{
    private readonly bool _pool;
    private readonly List<Conv2d> _convolutions = [];

    /// <param name="first">The first convolution's index in torchvision's <c>features</c>.</param>
    /// <param name="count">How many convolutions.</param>
    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="outChannels">Channels of every convolution.</param>
    /// <param name="generator">Draws the initial weights, which are overwritten by those of a file.</param>
    internal VggSlice(int first, int count, int inChannels, int outChannels, Generator? generator)
    {
        _pool = first > 0;
        for (int i = 0; i < count; i++) // each convolution is followed by a rectifier, which has an index of its own
            _convolutions.Add(Child($"{first + (2 * i)}", new Conv2d(i == 0 ? inChannels : outChannels, outChannels, 3, padding: 1, generator: generator)));
    }

    public override Tensor Forward(Tensor x)
    {
        if (_pool)
            x = F.MaxPool2d(x, 2);
        foreach (var convolution in _convolutions)
            x = F.ReluInPlace(convolution.Forward(x));
        return x;
    }
}
