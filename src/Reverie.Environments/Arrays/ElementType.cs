namespace Reverie.Environments.Arrays;

/// <summary>What the numbers of an array are.</summary>
public enum ElementType
{
    /// <summary>Bytes: pictures and small symbols.</summary>
    UInt8,

    /// <summary>Single precision: positions, velocities, one-hot vectors.</summary>
    Float32,

    /// <summary>64-bit integers: tokens, indices, counts.</summary>
    Int64,
}
