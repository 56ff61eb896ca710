namespace Reverie.Algorithms.Iris.Options;

/// <summary>Whether a world model adds positions to what its backbone reads.</summary>
public enum PositionEmbedding
{
    /// <summary>Only for IRIS's own transformer, which does not tell positions apart itself.</summary>
    Auto,

    /// <summary>A learned vector per position.</summary>
    Learned,

    None,
}
