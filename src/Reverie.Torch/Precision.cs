namespace Reverie.Torch;

/// <summary>The numbers that large matrix products and convolutions are made of. Sums, norms and distances are float32 either way.</summary>
public enum Precision
{
    /// <summary>24 bits of mantissa.</summary>
    Float32,

    /// <summary>8 bits of mantissa and the range of float32: half the memory to read, twice the products on processors that have them.</summary>
    Bfloat16,
}
