namespace Reverie.Language.Tokenization;

/// <summary>Everything that a tokenizer's files say, checked for form but not yet made ready for use.</summary>
internal sealed record BpeDefinition
{
    /// <summary>Tokens in the printable byte alphabet, and their ids.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>Pairs of tokens, in order of rank.</summary>
    public required IReadOnlyList<(string Left, string Right)> Merges { get; init; }

    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>A word that is in the vocabulary as a whole is one token, whether or not merges lead to it.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Bring text into Unicode form C first.</summary>
    public bool NormalizeNfc { get; init; }

    /// <summary>Stages that cut a piece of text into words, one after the other.</summary>
    public IReadOnlyList<SplitStage> Stages { get; init; } = [];
}
