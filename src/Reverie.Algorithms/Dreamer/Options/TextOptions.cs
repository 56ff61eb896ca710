using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>Learning the world model from words alone, in place of playing; another run begins with it (<c>initialization.world_model</c>).</summary>
public sealed record TextOptions : IValidatableObject
{
    /// <summary>Gradient steps; 0: the run plays.</summary>
    [Range(0, long.MaxValue)]
    public long Steps { get; init; }

    /// <summary>B, sequences of a gradient step.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 16;

    /// <summary>T, words of a sequence.</summary>
    [Range(2, 65_536)]
    public int SequenceLength { get; init; } = 64;

    /// <summary>Texts in the environment's words, a sentence a line; words that it does not know are left out.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Sentences that the environment itself says in so many episodes.</summary>
    [Range(0, 10_000_000)]
    public int Sentences { get; init; } = 2000;

    /// <summary>Share of the text that is kept aside to measure perplexity.</summary>
    [Range(0.0, 0.9)]
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Gradient steps between two lines of the log.</summary>
    [Range(1, long.MaxValue)]
    public long LogEvery { get; init; } = 100;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Steps > 0 && Files.Count == 0 && Sentences == 0)
            yield return new("'text.steps' is given, and there is no text; give text.files or text.sentences.", ["files", "sentences"]);
    }
}

/// <summary>What a run begins with.</summary>
public sealed record DreamerInitializationOptions
{
    /// <summary>A run whose world model's weights are taken, and nothing else of it.</summary>
    public string? WorldModel { get; init; }
}
