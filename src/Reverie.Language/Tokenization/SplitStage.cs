namespace Reverie.Language.Tokenization;

/// <summary>A stage of a pre-tokenizer: an optional splitter, after an optional space put before the piece.</summary>
/// <param name="AddSpace">Put U+0020 before a piece that does not start with one.</param>
/// <param name="Splitter">Cuts the piece further; null leaves it whole.</param>
internal sealed record SplitStage(bool AddSpace, Splitter? Splitter);
