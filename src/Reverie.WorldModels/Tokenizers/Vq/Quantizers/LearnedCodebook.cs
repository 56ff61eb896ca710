using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>Codes that learn by gradient (van den Oord et al., 2017): they go to their vectors, and vectors commit to their codes.</summary>
public sealed class LearnedCodebook : Quantizer
{
    private readonly double _commitmentWeight;

    /// <summary>Uniform in ±1 / <paramref name="count"/>, as in IRIS.</summary>
    /// <param name="count">Codes, V.</param>
    /// <param name="width">Numbers per code, E.</param>
    /// <param name="commitmentWeight">β, the weight of what pulls vectors to codes.</param>
    /// <param name="generator">Draws the codes.</param>
    public LearnedCodebook(long count, long width, double commitmentWeight, Generator generator)
        : this(InitialCodes(count, width, generator), commitmentWeight)
    {
    }

    /// <summary>From given codes on.</summary>
    /// <param name="codes">[V, E]</param>
    /// <param name="commitmentWeight">β, the weight of what pulls vectors to codes.</param>
    public LearnedCodebook(Tensor codes, double commitmentWeight)
    {
        _commitmentWeight = commitmentWeight;
        Codes = Parameter("weight", codes);
    }

    public override Tensor Codes { get; }

    public override Tensor Loss(Tensor z, Tensor codes) => F.MseLoss(codes, z.Detach()) + Commitment(z, codes, _commitmentWeight);

    /// <summary>β mean((z - sg e)²).</summary>
    internal static Tensor Commitment(Tensor z, Tensor codes, double weight)
    {
        var loss = F.MseLoss(z, codes.Detach());
        return weight == 1 ? loss : loss * weight;
    }

    /// <summary>The generator is advanced twice, as by the original, which draws a normal embedding and then its own law.</summary>
    internal static Tensor InitialCodes(long count, long width, Generator generator) =>
        Init.Normal([count, width], 1, generator).UniformInPlace(-1.0 / count, 1.0 / count, generator);
}
