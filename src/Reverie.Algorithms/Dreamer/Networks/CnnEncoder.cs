using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Pictures to numbers: convolutions of stride 2 that halve the picture until 4x4 pixels are left, doubling the channels.</summary>
public sealed class CnnEncoder : Layer
{
    private const int LastSide = 4;

    private readonly Sequential _model;

    /// <param name="channels">Channels of all pictures together.</param>
    /// <param name="side">Side of the pictures, a power of 2 and at least 8.</param>
    /// <param name="multiplier">Channels of the first stage.</param>
    /// <param name="style">Norms and activations.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public CnnEncoder(long channels, int side, int multiplier, LayerStyle style, Generator? generator = null)
    {
        int stages = Stages(side);
        _model = Child("model", new Sequential(new Chain([.. Convolutions(channels, multiplier, stages, style, generator)])));
        OutputSize = ((long)multiplier << (stages - 1)) * LastSide * LastSide;
    }

    /// <summary>Numbers that come out.</summary>
    public long OutputSize { get; }

    /// <summary>How often a picture of this side is halved.</summary>
    public static int Stages(int side) => int.Log2(side) - int.Log2(LastSide);

    /// <param name="x">[N, C, side, side], in [-0.5, 0.5].</param>
    /// <returns>[N, OutputSize]</returns>
    public override Tensor Forward(Tensor x) => _model.Forward(x.ChannelsLast()).Flatten(1);

    private static IEnumerable<Layer> Convolutions(long channels, int multiplier, int stages, LayerStyle style, Generator? generator)
    {
        for (int stage = 0; stage < stages; stage++)
        {
            long output = (long)multiplier << stage;
            yield return new Conv2d(stage == 0 ? channels : output / 2, output, kernel: 4, stride: 2, padding: 1, bias: style.HasBias, generator: generator);
            yield return style.ChannelNormOf(output);
            yield return Activations.Of(style.Activation);
        }
    }
}
