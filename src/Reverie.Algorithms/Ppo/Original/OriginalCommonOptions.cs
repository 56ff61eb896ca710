using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>What the founding project had no keys for.</summary>
public sealed record OriginalCommonOptions
{
    /// <summary>Seed of every random generator of the run; the project itself never seeded.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>Whether checkpoints are written.</summary>
    public bool DoCheckpoint { get; init; } = true;
}
