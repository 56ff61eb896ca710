using System.Runtime.CompilerServices;

namespace Reverie.Environments.MiniGrid;

/// <summary>
/// What one cell shows, packed into 32 bits: type, colour and state in the three low bytes, as observations have them, and above them
/// what the type implies for walking and seeing, so that the hot loops need no object.
/// </summary>
public readonly record struct Cell
{
    private const uint OpaqueBit = 1u << 24, WalkableBit = 1u << 25, PortableBit = 1u << 26;

    internal Cell(uint bits) => Bits = bits;

    public Cell(ObjectType type, ObjectColor color, byte state = 0)
    {
        bool closed = type is ObjectType.Wall || (type is ObjectType.Door && state != (byte)DoorState.Open);
        bool walkable = type is ObjectType.Empty or ObjectType.Goal or ObjectType.Floor or ObjectType.Lava || (type is ObjectType.Door && !closed);
        bool portable = type is ObjectType.Key or ObjectType.Ball or ObjectType.Box;
        Bits = (uint)type | ((uint)color << 8) | ((uint)state << 16)
            | (closed ? OpaqueBit : 0) | (walkable ? WalkableBit : 0) | (portable ? PortableBit : 0);
    }

    public static Cell Empty { get; } = new(ObjectType.Empty, ObjectColor.Red);

    /// <summary>Beyond the edge of the grid the agent sees grey walls.</summary>
    public static Cell Outside { get; } = new(ObjectType.Wall, ObjectColor.Grey);

    internal uint Bits { get; }

    public ObjectType Type => (ObjectType)(byte)Bits;

    public ObjectColor Color => (ObjectColor)(byte)(Bits >> 8);

    /// <summary>Of a door, its <see cref="DoorState"/>; of the agent, its <see cref="Direction"/>; otherwise 0.</summary>
    public byte State => (byte)(Bits >> 16);

    /// <summary>Whether the agent can stand here.</summary>
    public bool CanOverlap => (Bits & WalkableBit) != 0;

    /// <summary>Whether the object can be carried.</summary>
    public bool CanPickup => (Bits & PortableBit) != 0;

    /// <summary>Whether the agent can look through.</summary>
    public bool SeeBehind => (Bits & OpaqueBit) == 0;

    /// <summary>1 if one can look through, else 0: for building bit masks without branches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Transparency(uint bits) => (~bits >> 24) & 1;
}
