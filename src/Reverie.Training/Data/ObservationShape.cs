namespace Reverie.Training.Data;

/// <summary>Shape of one picture: channels, height, width, stored in that order as bytes.</summary>
public readonly record struct ObservationShape(int Channels, int Height, int Width)
{
    /// <summary>Bytes of one picture.</summary>
    public int Size => Channels * Height * Width;

    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
