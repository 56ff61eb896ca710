namespace Reverie.Algorithms.Iris.Options;

/// <summary>What turns frames into tokens.</summary>
public enum TokenizerKind
{
    /// <summary>A VQ-VAE, as IRIS has it.</summary>
    Vq,
}
