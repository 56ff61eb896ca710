using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>
/// Codes that are the words of a language model: its embeddings rest, and where a code has another size, a projection learns, by the
/// codebook's loss. Token k is word k.
/// </summary>
public sealed class LanguageCodebook : Quantizer
{
    private readonly Tensor _words;
    private readonly Linear? _projection;
    private readonly double _commitmentWeight;

    /// <param name="words">[V, H]</param>
    /// <param name="width">Numbers per code, E.</param>
    /// <param name="commitmentWeight">β, the weight of what pulls vectors to codes.</param>
    /// <param name="generator">Draws the projection.</param>
    public LanguageCodebook(Tensor words, long width, double commitmentWeight, Generator generator)
    {
        _commitmentWeight = commitmentWeight;
        _words = Buffer("words", words);
        if (words.Size(1) == width)
            return;
        _projection = Child("projection", new Linear(words.Size(1), width, bias: false, generator));
        using var noGrad = new NoGrad();
        _projection.Weight.NormalInPlace(0, 1 / Math.Sqrt(width), generator);
    }

    public override Tensor Codes => _projection?.Forward(_words) ?? _words;

    public override Tensor Loss(Tensor z, Tensor codes)
    {
        var commitment = LearnedCodebook.Commitment(z, codes, _commitmentWeight);
        return _projection is null ? commitment : F.MseLoss(codes, z.Detach()) + commitment;
    }

    /// <summary>
    /// Words in codes' size: as they are, or by a random projection, which keeps lengths and distances on average (Johnson and Lindenstrauss,
    /// 1984).
    /// </summary>
    /// <param name="words">[V, H]</param>
    /// <param name="width">E</param>
    /// <param name="generator">Draws the projection.</param>
    /// <returns>[V, E]</returns>
    internal static Tensor Project(Tensor words, long width, Generator generator) =>
        words.Size(1) == width ? words : words.MatMul(Init.Normal([words.Size(1), width], 1 / Math.Sqrt(width), generator));
}
