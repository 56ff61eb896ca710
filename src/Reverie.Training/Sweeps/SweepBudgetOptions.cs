using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Sweeps;

/// <summary>How long settings are tried.</summary>
public sealed record SweepBudgetOptions
{
    /// <summary>The algorithm's own key that says how long a run is: <c>common.steps</c>, <c>common.epochs</c>, <c>algo.total_steps</c>.</summary>
    [Required]
    public string Key { get; init; } = "";

    /// <summary>How long a run is that goes all the way.</summary>
    [Range(1, long.MaxValue)]
    public long Total { get; init; }

    /// <summary>Halving: how long every setting is tried at first.</summary>
    [Range(1, long.MaxValue)]
    public long? First { get; init; }

    /// <summary>Halving: how many times longer the next rung is, and so many times fewer settings go on to it.</summary>
    [Range(2, 1000)]
    public int Factor { get; init; } = 2;
}
