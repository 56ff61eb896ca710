using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>The tokenizer: what turns frames into tokens.</summary>
public sealed record FrameTokenizerOptions : TokenizerOptions
{
    public TokenizerKind Type { get; init; } = TokenizerKind.Vq;
}
