using System.ComponentModel.DataAnnotations;

namespace Reverie.WorldModels.Tokenizers.Patches;

/// <summary>A nearest-neighbour tokenizer of patches (Dedieu et al., 2025).</summary>
public sealed record PatchOptions
{
    /// <summary>Pixels per side of a patch; it must divide a frame's. Where patches are the cells of a grid world, tokens are exact and few.</summary>
    [Range(1, SizeRules.LargestFrame)]
    public int PatchSize { get; init; } = 8;

    /// <summary>A patch farther than this from every code becomes a code: squared Euclidean distance of numbers in [0, 1].</summary>
    [Range(0.0, 1e9)]
    public double Threshold { get; init; } = 0.75;

    /// <summary>Most codes; when it has so many, every patch is its nearest one.</summary>
    [Range(1, 1 << 20)]
    public int MaxCodes { get; init; } = 4096;
}
