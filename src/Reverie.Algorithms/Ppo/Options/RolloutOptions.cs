using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Options;

/// <summary>How experience is collected between two updates.</summary>
public sealed record RolloutOptions
{
    /// <summary>Environments side by side.</summary>
    [Range(1, 65_536)]
    public int NumEnvs { get; init; } = 8;

    /// <summary>Steps of each environment between two updates.</summary>
    [Range(1, 1 << 20)]
    public int NumSteps { get; init; } = 128;

    internal long Steps => (long)NumEnvs * NumSteps;
}
