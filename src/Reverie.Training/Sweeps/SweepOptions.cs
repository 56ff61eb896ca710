using System.ComponentModel.DataAnnotations;
using Reverie.Training.Experiments;

namespace Reverie.Training.Sweeps;

/// <summary>A search for good settings: where, how, by which metric, and how long.</summary>
public sealed record SweepOptions : IValidatableObject
{
    /// <summary>What shall be found, in a sentence or two.</summary>
    [Required]
    public string Question { get; init; } = "";

    /// <summary>By what settings are told apart: its last value, averaged over seeds and environments.</summary>
    public MetricOptions Metric { get; init; } = new();

    /// <summary>Overrides of every run, before all others.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The key that takes the seed; null: the overrides say it, with <c>{seed}</c>.</summary>
    public string? SeedKey { get; init; } = "common.seed";

    /// <summary>Environments by name, with the overrides that choose them; empty: the overrides do.</summary>
    public Dictionary<string, IReadOnlyList<string>> Environments { get; init; } = [];

    /// <summary>Seeds that each setting is tried with.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [0];

    public SearchKind Search { get; init; }

    /// <summary>How many settings are drawn; null: all of a grid are tried.</summary>
    [Range(1, 10_000)]
    public int? Trials { get; init; }

    /// <summary>Seeds the draws.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    public SweepBudgetOptions Budget { get; init; } = new();

    /// <summary>What is searched, by key.</summary>
    public Dictionary<string, ParameterOptions> Space { get; init; } = [];

    /// <summary>Whether every combination of values is tried.</summary>
    internal bool IsGrid => Trials is null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Space.Count == 0)
            yield return new("'space' is empty; say what is searched, such as space: {training.learning_rate: {log_uniform: [0.0001, 0.01]}}.", ["space"]);
        if (Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count || Seeds.Any(seed => seed < 0))
            yield return new("'seeds' must be different whole numbers, at least one of them, and none below 0.", ["seeds"]);
        if (Metric.Mistake is { } odd)
            yield return new(odd, []);
        if (Search == SearchKind.Random && Trials is null)
            yield return new("'trials' says how many settings search=random draws; give it.", ["trials"]);
        if (Search == SearchKind.Grid && Trials is not null)
            yield return new("'trials' is given, and search=grid tries all settings; leave it out, or take random.", ["trials"]);
        if (Search == SearchKind.Halving && (Budget.First is not { } first || first >= Budget.Total))
            yield return new("'budget.first' says how long search=halving tries every setting at first; give it, and less than budget.total.", ["budget.first"]);
        if (Search != SearchKind.Halving && Budget.First is not null)
            yield return new("'budget.first' is of search=halving; leave it out.", ["budget.first"]);
        foreach (var (key, parameter) in Space)
        {
            if (parameter.Mistake(IsGrid) is { } mistake)
                yield return new($"'space.{key}' {mistake}", ["space"]);
            if (key == Budget.Key || key == SeedKey)
                yield return new($"'space.{key}' is what {(key == SeedKey ? "seeds" : "budget")} says; take it out.", ["space"]);
        }
        foreach (string wrong in FolderName.Mistakes(Environments.Keys))
            yield return new(wrong, []);
    }
}
