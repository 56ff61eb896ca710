using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Experiments;

/// <summary>What an experiment measures.</summary>
public sealed record MetricOptions
{
    /// <summary>The metric of each run, as <c>metrics.jsonl</c> names it.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>What counts along the horizontal axis: a metric, or <c>step</c> for that of the log.</summary>
    public string Steps { get; init; } = "step";

    public MetricDirection Better { get; init; }

    /// <summary>The value that counts as 0 where environments are taken together; null: the metric itself is used.</summary>
    public double? Zero { get; init; }

    /// <summary>The value that counts as 1; goes with <see cref="Zero"/>.</summary>
    public double? One { get; init; }

    /// <summary>Whether environments are Atari games, by whose names scores are normalised to a person's, with the literature beside them.</summary>
    public bool Atari { get; init; }

    /// <summary>A value as it enters aggregates and tests: more is better.</summary>
    /// <param name="environment">The environment's name in the experiment.</param>
    /// <param name="value">The metric.</param>
    public double Normalise(string environment, double value)
    {
        if (Atari)
            return Comparison.Atari100k.Normalise(environment, value);
        if (Zero is { } zero && One is { } one)
            return (value - zero) / (one - zero);
        return Better == MetricDirection.Lower ? -value : value;
    }

    /// <summary>What is wrong with it, in a sentence; null: nothing.</summary>
    internal string? Mistake => Zero is null == One is null ? null : "metric.zero and metric.one go together; give both or neither.";

    /// <summary>Whether <see cref="Normalise"/> gives numbers of which 1 means good.</summary>
    public bool IsNormalised => Atari || (Zero is not null && One is not null);
}
