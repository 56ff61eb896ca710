namespace Reverie.Language.Tokenization;

/// <summary>What <see cref="BpeTrainer"/> is to make.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>Most tokens: 256 bytes, the special tokens, and one for each merge. Fewer come out where the text has no more pairs.</summary>
    public int VocabularySize { get; init; } = 1024;

    /// <summary>A pair that is rarer than this is not merged.</summary>
    public int MinFrequency { get; init; } = 2;

    /// <summary>Control tokens; they get the first ids.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [BpeTrainer.EndOfText];
}
