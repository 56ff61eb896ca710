using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Options;

/// <summary>Length, device and seed of a run.</summary>
public sealed record PpoCommonOptions
{
    /// <summary>Environment steps of the whole run, over all environments; the last rollout is finished.</summary>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 1_000_000;

    /// <summary><c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    [RegularExpression(@"auto|cpu|cuda(:\d+)?", ErrorMessage = "'common.device' must be auto, cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "auto";

    /// <summary>Whether checkpoints are written.</summary>
    public bool DoCheckpoint { get; init; } = true;

    /// <summary>Seed of every random generator of the run.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
