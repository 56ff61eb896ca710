namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Where the codes of a tokenizer come from.</summary>
public enum CodebookKind
{
    /// <summary>They learn by gradient (van den Oord et al., 2017), as in IRIS.</summary>
    Learned,

    /// <summary>Each follows the moving average of its vectors (van den Oord et al., 2017, appendix A.1; Razavi et al., 2019).</summary>
    Ema,

    /// <summary>They are a fixed grid: finite scalar quantisation (Mentzer et al., 2023).</summary>
    Fsq,

    /// <summary>They begin as the first words of a language model's vocabulary and learn by gradient.</summary>
    FromLanguage,

    /// <summary>They are the first words of a language model's vocabulary and stay so; a projection to their size learns.</summary>
    TiedToLanguage,
}
