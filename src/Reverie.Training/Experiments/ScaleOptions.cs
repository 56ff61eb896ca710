using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Experiments;

/// <summary>How large an experiment is made: for two cores, for a cluster.</summary>
public sealed record ScaleOptions
{
    /// <summary>Overrides of every run at this scale, behind the arm's and the environment's.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Names of the arms that are run; null: all.</summary>
    public IReadOnlyList<string>? Arms { get; init; }

    /// <summary>Names of the environments that are run; null: all.</summary>
    public IReadOnlyList<string>? Environments { get; init; }

    public IReadOnlyList<int> Seeds { get; init; } = [0];

    /// <summary>The budget by the clock; a run is stopped, and counts as complete, when it has trained so long. Null: to its own end.</summary>
    [Range(0.01, 1e6)]
    public double? Minutes { get; init; }

    /// <summary>The budget in steps; runs are compared at no more than these. Null: at as many as all have made.</summary>
    [Range(1, double.MaxValue)]
    public double? Steps { get; init; }
}
