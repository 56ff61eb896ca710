using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Pretraining.Corpora;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Where the text comes from and how it is cut.</summary>
public sealed record TextOptions
{
    /// <summary>UTF-8 text files; a name may hold * and ? in its last part, and a folder means all *.txt in it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Text that Reverie makes itself, in addition.</summary>
    public CorpusKind Corpus { get; init; }

    /// <summary>How much of it, in megabytes (10^6 bytes).</summary>
    [Range(0.001, 10_000)]
    public double CorpusMegabytes { get; init; } = 8;

    /// <summary>What parts the documents within a file; each becomes a text of its own with the tokenizer's end-of-text token behind it.</summary>
    [MinLength(1)]
    public string Separator { get; init; } = "<|endoftext|>";

    /// <summary>Share of the documents (of the text's end where there are few) that is kept for validation.</summary>
    [Range(0.0, 0.5)]
    public double ValidationFraction { get; init; } = 0.02;

    /// <summary>Tokens in a training sequence.</summary>
    [Range(2, 1 << 20)]
    public int SequenceLength { get; init; } = 128;
}
