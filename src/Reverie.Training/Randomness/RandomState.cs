namespace Reverie.Training.Randomness;

/// <summary>The whole state of a <see cref="SeededRandom"/>: restored, the stream goes on exactly where it was.</summary>
public readonly record struct RandomState(ulong S0, ulong S1, ulong S2, ulong S3)
{
    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RandomState Read(BinaryReader reader) =>
        new(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());

    /// <summary>Writes the state, 32 bytes.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(S0);
        writer.Write(S1);
        writer.Write(S2);
        writer.Write(S3);
    }
}
