using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Numbers to pictures: the mirror image of <see cref="CnnEncoder"/>.</summary>
public sealed class CnnDecoder : Layer
{
    private const int FirstSide = 4;

    private readonly Sequential _model;

    /// <param name="input">Numbers of a latent state.</param>
    /// <param name="channels">Channels of all pictures together.</param>
    /// <param name="side">Side of the pictures, a power of 2 and at least 8.</param>
    /// <param name="multiplier">Channels of the last but one stage.</param>
    /// <param name="style">Norms and activations.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public CnnDecoder(long input, long channels, int side, int multiplier, LayerStyle style, Generator? generator = null)
    {
        int stages = CnnEncoder.Stages(side);
        long widest = (long)multiplier << (stages - 1);
        _model = Child("model", new Sequential(
            new Linear(input, widest * FirstSide * FirstSide, bias: true, generator),
            new Activation(x => x.Reshape(-1, widest, FirstSide, FirstSide).ChannelsLast()),
            new Chain([.. Convolutions(channels, multiplier, stages, style, generator)])));
    }

    /// <param name="x">[N, input]</param>
    /// <returns>[N, C, side, side]</returns>
    public override Tensor Forward(Tensor x) => _model.Forward(x);

    private static IEnumerable<Layer> Convolutions(long channels, int multiplier, int stages, LayerStyle style, Generator? generator)
    {
        for (int stage = stages - 1; stage > 0; stage--)
        {
            long output = (long)multiplier << (stage - 1);
            yield return new ConvTranspose2d(output * 2, output, kernel: 4, stride: 2, padding: 1, bias: style.HasBias, generator);
            yield return style.ChannelNormOf(output);
            yield return Activations.Of(style.Activation);
        }
        yield return new ConvTranspose2d(multiplier, channels, kernel: 4, stride: 2, padding: 1, bias: true, generator);
    }
}
