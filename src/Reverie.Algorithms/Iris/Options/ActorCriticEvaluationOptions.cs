using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>The imagined episodes that an evaluation writes to the run's media.</summary>
public sealed record ActorCriticEvaluationOptions
{
    /// <summary>Imagined episodes per evaluation.</summary>
    [Range(1, int.MaxValue)]
    public int NumEpisodesToSave { get; init; } = 64;

    /// <summary>Steps of an imagined episode.</summary>
    [Range(1, 1 << 16)]
    public int Horizon { get; init; } = 20;

    /// <summary>Epochs before episodes are imagined.</summary>
    [Range(0, int.MaxValue)]
    public int StartAfterEpochs { get; init; } = 50;
}
