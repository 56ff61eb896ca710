namespace Reverie.Environments.Crafter;

/// <summary>One of the things that stand on cells.</summary>
public struct Creature
{
    public CreatureKind Kind;
    public byte X, Y;

    /// <summary>Where it looks, or flies.</summary>
    public sbyte FacingX, FacingY;

    /// <summary>It has left the world, and will be forgotten when this step ends.</summary>
    public bool Removed;

    /// <summary>The player's is in its inventory.</summary>
    public short Health;

    /// <summary>A zombie's steps until its next bite, a skeleton's until its next arrow, a plant's age.</summary>
    public int Timer;

    public void Hurt(int damage) => Health = (short)Math.Max(0, Health - damage);

    public readonly void Save(BinaryWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(X);
        writer.Write(Y);
        writer.Write(FacingX);
        writer.Write(FacingY);
        writer.Write(Health);
        writer.Write(Timer);
    }

    public static Creature Read(BinaryReader reader) => new()
    {
        Kind = (CreatureKind)reader.ReadByte(),
        X = reader.ReadByte(),
        Y = reader.ReadByte(),
        FacingX = reader.ReadSByte(),
        FacingY = reader.ReadSByte(),
        Health = reader.ReadInt16(),
        Timer = reader.ReadInt32(),
    };
}
