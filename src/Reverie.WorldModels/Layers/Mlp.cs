using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>Linear maps, each followed by a norm and an activation; and, where an output is asked for, a last linear map with a bias.</summary>
/// <param name="input">Numbers of an input.</param>
/// <param name="units">Numbers of a hidden layer.</param>
/// <param name="layers">Hidden layers.</param>
/// <param name="output">Numbers of an output; null: the last hidden layer is the output.</param>
/// <param name="style">Norms and activations.</param>
/// <param name="generator">Draws the initial weights.</param>
public sealed class Mlp(long input, long units, int layers, long? output, LayerStyle style, Generator? generator = null)
    : Chain([.. Hidden(input, units, layers, style, generator), .. Last(layers == 0 ? input : units, output, generator)])
{
    /// <summary>The last linear map, where there is one.</summary>
    public Linear? Output => Layers[^1] as Linear;

    /// <summary>Numbers that come out.</summary>
    public long OutputSize { get; } = output ?? (layers == 0 ? input : units);

    /// <summary>
    /// The same for an input that consists of two parts, the second of which is known for many steps beforehand: its share of the first linear
    /// map is computed for all of them at once.
    /// </summary>
    /// <param name="tail">The second part, [..., n].</param>
    /// <returns>What <see cref="ForwardSplit"/> needs of it, [..., units].</returns>
    public Tensor Prepare(Tensor tail)
    {
        var first = (Linear)Layers[0];
        long size = tail.Size(-1);
        return F.Linear(tail, first.Weight.Narrow(1, first.Weight.Size(1) - size, size), first.Bias);
    }

    /// <summary>Goes on from what <see cref="Prepare"/> made.</summary>
    /// <param name="head">The first part of the input, [..., m].</param>
    /// <param name="prepared">Of the second part, [..., units].</param>
    public Tensor ForwardSplit(Tensor head, Tensor prepared)
    {
        var first = (Linear)Layers[0];
        return ForwardPrepared(F.Linear(head, first.Weight.Narrow(1, 0, head.Size(-1))) + prepared);
    }

    /// <summary>Goes on from what <see cref="Prepare"/> made of a whole input.</summary>
    /// <param name="prepared">[..., units]</param>
    public Tensor ForwardPrepared(Tensor prepared) => Forward(prepared, first: 1);

    /// <summary>
    /// The weights of a stack with one hidden layer, a norm and a SiLU, as operators that do several steps at once want them; null for another
    /// stack.
    /// </summary>
    internal (Tensor Weight, LayerNorm Norm)? Single =>
        Layers is [Linear { Bias: null } first, LayerNorm { Bias: not null } norm, SiluLayer, ..] && Layers.Count <= 4 ? (first.Weight, norm) : null;

    /// <summary>Whether there is a hidden layer at all.</summary>
    public bool HasHidden => First is not null;

    /// <summary>The first map; null where there is no hidden layer.</summary>
    internal Linear? First => Layers.Count > 1 ? Layers[0] as Linear : null;

    private static IEnumerable<Layer> Hidden(long input, long units, int layers, LayerStyle style, Generator? generator)
    {
        for (int i = 0; i < layers; i++)
        {
            yield return new Linear(i == 0 ? input : units, units, bias: style.HasBias, generator);
            yield return style.Norm ? style.NormOf(units) : new Activation(x => x);
            yield return Activations.Of(style.Activation);
        }
    }

    private static IEnumerable<Layer> Last(long input, long? output, Generator? generator)
    {
        if (output is { } size)
            yield return new Linear(input, size, bias: true, generator);
    }
}
