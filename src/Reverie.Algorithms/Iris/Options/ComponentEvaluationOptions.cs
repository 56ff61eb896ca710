using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Evaluation of one component on the test episodes.</summary>
public record ComponentEvaluationOptions
{
    /// <summary>Segments per batch.</summary>
    [Range(1, int.MaxValue)]
    public int BatchNumSamples { get; init; } = 64;

    /// <summary>Epochs before the component is evaluated.</summary>
    [Range(0, int.MaxValue)]
    public int StartAfterEpochs { get; init; }
}
