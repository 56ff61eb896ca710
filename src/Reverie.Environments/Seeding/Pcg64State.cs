namespace Reverie.Environments.Seeding;

/// <summary>Everything that a <see cref="Pcg64"/> needs to go on exactly where it was.</summary>
/// <param name="State">The 128-bit state of the generator.</param>
/// <param name="Increment">The 128-bit odd increment: which of 2^127 streams this is.</param>
/// <param name="HasHalf">Whether a 32-bit draw has left the upper half of a 64-bit output waiting.</param>
/// <param name="Half">That waiting half, else 0.</param>
public readonly record struct Pcg64State(UInt128 State, UInt128 Increment, bool HasHalf, uint Half)
{
    /// <summary>Writes what <see cref="Read"/> reads: state and increment, low words first, then the waiting half.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write((ulong)State);
        writer.Write((ulong)(State >> 64));
        writer.Write((ulong)Increment);
        writer.Write((ulong)(Increment >> 64));
        writer.Write(HasHalf);
        writer.Write(Half);
    }

    public static Pcg64State Read(BinaryReader reader)
    {
        ulong stateLow = reader.ReadUInt64(), stateHigh = reader.ReadUInt64(), incrementLow = reader.ReadUInt64(), incrementHigh = reader.ReadUInt64();
        return new(new UInt128(stateHigh, stateLow), new UInt128(incrementHigh, incrementLow), reader.ReadBoolean(), reader.ReadUInt32());
    }
}
