using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>What the training of every component has in common.</summary>
public record ComponentTrainingOptions
{
    /// <summary>Segments per batch.</summary>
    [Range(1, int.MaxValue)]
    public int BatchNumSamples { get; init; } = 64;

    /// <summary>Batches whose gradients are averaged into one optimizer step.</summary>
    [Range(1, int.MaxValue)]
    public int GradAccSteps { get; init; } = 1;

    /// <summary>Largest norm of the gradient; null for no clipping.</summary>
    [Range(1e-9, 1e9)]
    public double? MaxGradNorm { get; init; } = 10;

    /// <summary>Epochs before the component trains.</summary>
    [Range(0, int.MaxValue)]
    public int StartAfterEpochs { get; init; }

    /// <summary>Last epoch that trains the component; null for no end.</summary>
    [Range(0, int.MaxValue)]
    public int? StopAfterEpochs { get; init; }

    /// <summary>Optimizer steps per epoch.</summary>
    [Range(1, int.MaxValue)]
    public int StepsPerEpoch { get; init; } = 200;

    /// <summary>
    /// Share of the segments that are drawn near a reward of the replay, where there is one (not in the paper): rollouts then start at most their
    /// horizon before it, other segments hold it. Where rewards are rare a world model hardly ever sees one, and dreams of none.
    /// </summary>
    [Range(0.0, 1.0)]
    public double NearRewards { get; init; }
}
