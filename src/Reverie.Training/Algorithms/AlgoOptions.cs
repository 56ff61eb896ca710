using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Algorithms;

/// <summary>Names the algorithm.</summary>
public sealed record AlgoOptions
{
    /// <summary>Always <c>iris</c> for these options.</summary>
    [AllowedValues("iris")]
    public string Name { get; init; } = "iris";
}
