namespace Reverie.Environments.MiniGrid;

/// <summary>A colour of 8 bits a channel.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public static Rgb Black => default;

    public static Rgb Of(ObjectColor color) => color switch
    {
        ObjectColor.Red => new(255, 0, 0),
        ObjectColor.Green => new(0, 255, 0),
        ObjectColor.Blue => new(0, 0, 255),
        ObjectColor.Purple => new(112, 39, 195),
        ObjectColor.Yellow => new(255, 255, 0),
        _ => new(100, 100, 100),
    };

    /// <summary>Scaled, and rounded down.</summary>
    public Rgb Times(double factor) => new((byte)(R * factor), (byte)(G * factor), (byte)(B * factor));
}
