using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Which tokenizer the text is read with.</summary>
public sealed record TokenizerChoice
{
    /// <summary>A folder or model name with a tokenizer; null: that of <c>model.from</c>, or a new one trained on the text.</summary>
    public string? From { get; init; }

    /// <summary>Tokens of a new one. A new model has as many rows, even where the text yields fewer tokens.</summary>
    [Range(257, 1 << 20)]
    public int VocabularySize { get; init; } = 1024;

    /// <summary>A pair of tokens that is rarer than this is not merged by a new one.</summary>
    [Range(1, int.MaxValue)]
    public int MinFrequency { get; init; } = 2;
}
