using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Text that the model writes after each validation, to <c>logs/samples.txt</c>.</summary>
public sealed record SampleOptions
{
    /// <summary>How many texts; 0: none.</summary>
    [Range(0, 1000)]
    public int Count { get; init; } = 2;

    /// <summary>Most tokens of each.</summary>
    [Range(1, 1 << 16)]
    public int Tokens { get; init; } = 64;

    /// <summary>What they begin with; empty: the beginning of a text.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Divides the logits; 0 takes the most likely token.</summary>
    [Range(0.0, 100.0)]
    public double Temperature { get; init; } = 0.8;

    /// <summary>Only the so many most likely tokens are drawn; 0: all.</summary>
    [Range(0, int.MaxValue)]
    public int TopK { get; init; } = 50;
}
