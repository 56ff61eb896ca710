using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>How the model is measured on text that it does not learn from.</summary>
public sealed record ValidationOptions
{
    /// <summary>Steps between two measurements; the last step always has one.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 250;

    /// <summary>Most sequences of the validation text that are used, always the same.</summary>
    [Range(1, int.MaxValue)]
    public int Sequences { get; init; } = 256;
}
