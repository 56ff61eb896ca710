using Reverie.Torch;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>
/// Finite scalar quantisation (Mentzer et al., 2023): each of a few numbers is squashed and rounded to one of L levels. The codes are the
/// whole grid, of which nothing is learned and nothing can be dead; an index is written in the mixed radix of the levels, the first number
/// being the least digit.
/// </summary>
public sealed class ScalarQuantizer : Quantizer
{
    private const double Slack = 1e-3; // a level at the very end would need infinite numbers

    // For numbers that lie along dimension 1, [1, E, 1, 1]: half of the range that is rounded, what centres an even number of levels, and what
    // is added so that 0 stays in the middle; and one over the steps from the middle to the end.
    private readonly Tensor _half;
    private readonly Tensor _offset;
    private readonly Tensor _shift;
    private readonly Tensor _scale;
    private readonly Tensor _steps; // [E]: steps from the middle to the lowest level
    private readonly Tensor _radix; // [E]

    /// <param name="levels">Levels of each number, 2 or more.</param>
    public ScalarQuantizer(IReadOnlyList<int> levels)
    {
        double[] half = [.. levels.Select(level => (level - 1) * (1 + Slack) / 2)], offset = [.. levels.Select(level => level % 2 == 0 ? 0.5 : 0)];
        _half = Constant("half", half);
        _offset = Constant("offset", offset);
        _shift = Constant("shift", [.. half.Zip(offset, (h, o) => Math.Atanh(o / h))]);
        _scale = Constant("scale", [.. levels.Select(level => 1.0 / (level / 2))]);
        _steps = Buffer("steps", Tensor.From([.. levels.Select(level => (float)(level / 2))], levels.Count), persistent: false);
        long[] radix = new long[levels.Count];
        for (int i = 0; i < radix.Length; i++)
            radix[i] = i == 0 ? 1 : radix[i - 1] * levels[i - 1];
        _radix = Buffer("radix", Tensor.From(radix, radix.Length), persistent: false);
        Codes = Buffer("codes", Grid(levels, radix), persistent: false);
    }

    public override Tensor Codes { get; }

    public override Tensor Bound(Tensor z) => (((z + _shift).Tanh() * _half) - _offset) * _scale;

    public override Tensor Nearest(Tensor vectors)
    {
        using var noGrad = new NoGrad();
        var digits = (vectors.Detach() * _steps).Round() + _steps; // [M, E]
        return (digits.Long() * _radix).Sum([1]);
    }

    public override Tensor? Loss(Tensor z, Tensor codes) => null;

    public override OnnxValue Bound(OnnxValue z)
    {
        var graph = z.Graph;
        return (((z + graph.Weight(_shift)).Tanh() * graph.Weight(_half)) - graph.Weight(_offset)) * graph.Weight(_scale);
    }

    private Tensor Constant(string name, double[] values) =>
        Buffer(name, Tensor.From([.. values.Select(value => (float)value)], 1, values.Length, 1, 1), persistent: false);

    /// <summary>All codes in the order of their indices, [V, E].</summary>
    private static Tensor Grid(IReadOnlyList<int> levels, long[] radix)
    {
        long count = radix[^1] * levels[^1];
        float[] codes = new float[count * levels.Count];
        for (long code = 0; code < count; code++)
        {
            for (int i = 0; i < levels.Count; i++)
            {
                int steps = levels[i] / 2;
                codes[(code * levels.Count) + i] = (float)((code / radix[i] % levels[i]) - steps) / steps;
            }
        }
        return Tensor.From(codes, count, levels.Count);
    }
}
