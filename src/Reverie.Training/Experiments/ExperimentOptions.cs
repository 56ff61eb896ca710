using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Experiments;

/// <summary>
/// An experiment: which question is asked, by which runs, and how it is answered. In overrides <c>{seed}</c> stands for the seed, and
/// <c>{NAME}</c> for the run folder of a preparation.
/// </summary>
public sealed record ExperimentOptions : IValidatableObject
{
    /// <summary>What shall be answered, in a sentence or two.</summary>
    [Required]
    public string Question { get; init; } = "";

    public MetricOptions Metric { get; init; } = new();

    /// <summary>Further metrics, of which the report shows what each run logged last.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>Overrides of every run, before all others.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Overrides of every run that is compared, before those of its arm.</summary>
    public IReadOnlyList<string> ArmOverrides { get; init; } = [];

    /// <summary>The key that takes the seed; null: the overrides say it.</summary>
    public string? SeedKey { get; init; } = "common.seed";

    /// <summary>Runs that others start from, by name.</summary>
    public Dictionary<string, PreparationOptions> First { get; init; } = [];

    /// <summary>Environments by name, with the overrides that choose them.</summary>
    public Dictionary<string, IReadOnlyList<string>> Environments { get; init; } = [];

    /// <summary>Another experiment, whose runs are these; then only the question and the metric are this one's own. Null: it has its own runs.</summary>
    public RunsOfOptions? RunsOf { get; init; }

    /// <summary>What is compared, by name; the first one is what the others are held against.</summary>
    public Dictionary<string, IReadOnlyList<string>> Arms { get; init; } = [];

    /// <summary>Sizes by name; the first one is run if none is named.</summary>
    public Dictionary<string, ScaleOptions> Scales { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Arms.Count == 0 || Environments.Count == 0 || Scales.Count == 0)
            yield return new("an experiment needs arms, environments and scales, at least one of each.", []);
        if (Metric.Mistake is { } mistake)
            yield return new(mistake, []);
        foreach (string wrong in FolderName.Mistakes(First.Keys.Concat(Arms.Keys).Concat(Environments.Keys).Concat(Scales.Keys)))
            yield return new(wrong, []);
        foreach (var (name, scale) in Scales)
        {
            string[] unknown = [.. (scale.Arms ?? []).Except(Arms.Keys), .. (scale.Environments ?? []).Except(Environments.Keys)];
            if (unknown.Length > 0)
                yield return new($"scales.{name} names '{unknown[0]}', which is neither an arm nor an environment.", []);
        }
    }
}
