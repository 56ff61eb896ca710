namespace Reverie.Algorithms.Iris.Options;

/// <summary>What turns frames into tokens.</summary>
public enum TokenizerKind
{
    /// <summary>A VQ-VAE, as IRIS has it.</summary>
    Vq,

    /// <summary>Exact: a token for each cell of a grid world, and nothing to learn.</summary>
    Symbols,

    /// <summary>Patches, each the nearest of those that were seen (Dedieu et al., 2025).</summary>
    Patches,
}
