namespace Reverie.Environments.Crafter.Textures;

/// <summary>A colour, and how much of it covers what lies beneath.</summary>
internal readonly record struct Rgba(byte Red, byte Green, byte Blue, byte Alpha)
{
    /// <summary>The colour alone, 0xBBGGRR.</summary>
    public uint Packed => Red | (uint)Green << 8 | (uint)Blue << 16;

    /// <summary>What is seen where this lies over another colour, as the original computes it in single precision.</summary>
    public uint Over(uint beneath) => Alpha switch
    {
        byte.MaxValue => Packed,
        0 => beneath,
        _ => Mix(Red, beneath & 255) | Mix(Green, beneath >> 8 & 255) << 8 | Mix(Blue, beneath >> 16 & 255) << 16,
    };

    private uint Mix(byte above, uint beneath)
    {
        float alpha = Alpha / 255f;
        return (uint)(255f * (alpha * (above / 255f) + (1 - alpha) * (beneath / 255f)));
    }
}
