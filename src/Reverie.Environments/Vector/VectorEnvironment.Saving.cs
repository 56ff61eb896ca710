using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Vector;

/// <content>Going back to where the environments were.</content>
public sealed partial class VectorEnvironment
{
    /// <summary>Spreads the seeds of restarts: 2^64 divided by the golden ratio.</summary>
    private const ulong Spread = 0x9E3779B97F4A7C15;

    public void Save(BinaryWriter writer) => Save(writer, SaveRow);

    /// <summary>Saves environments some of which are stepped elsewhere, in a vector like this one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="row">What <see cref="SaveRow"/> gives of each environment where it is stepped; <see cref="Current"/> is as it is there, too.</param>
    public void Save(BinaryWriter writer, Func<int, byte[]> row)
    {
        writer.Write(Count);
        writer.Write(Layout.ToString());
        writer.Write(_seed is not null);
        writer.Write(_seed ?? 0);
        Current.Save(writer);
        for (int i = 0; i < Count; i++)
            writer.Write(row(i));
    }

    /// <summary>What is saved of one environment.</summary>
    public byte[] SaveRow(int index)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write((byte)_environments[index].Saving);
            writer.Write(_steps[index]);
            writer.Write(_ended[index]);
            writer.Write(_restarted[index]);
            _environments[index].Save(writer);
        }
        return stream.ToArray();
    }

    /// <exception cref="EnvironmentFailedException">One of them could not begin a new episode.</exception>
    public void Restore(BinaryReader reader)
    {
        try
        {
            RestoreAll(reader);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("What was saved of the environments ends too early.", e);
        }
        ThrowFailures();
    }

    private void RestoreAll(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        string layout = reader.ReadString();
        if (count != Count || layout != Layout.ToString())
            throw new InvalidDataException($"What was saved belongs to {count} environments of ({layout}), and these are {Count} of ({Layout}).");
        bool seeded = reader.ReadBoolean();
        ulong seed = reader.ReadUInt64();
        _seed = seeded ? seed : null;
        Current.Restore(reader);
        for (int i = 0; i < Count; i++)
            RestoreOne(i, reader);
    }

    private void RestoreOne(int i, BinaryReader reader)
    {
        var saving = (Saving)reader.ReadByte();
        if (saving != _environments[i].Saving)
            throw new InvalidDataException($"Environment {i} was saved as {saving} and restores as {_environments[i].Saving}: it is another one.");
        (_steps[i], _ended[i], _restarted[i]) = (reader.ReadInt64(), reader.ReadBoolean(), reader.ReadBoolean());
        if (saving != Saving.None)
        {
            _environments[i].Restore(reader);
            return;
        }
        (Current.Rewards[i], Current.Terminated[i], Current.Truncated[i], Current.Successes[i]) = (0, false, false, null);
        Begin(i, RestartSeed(i));
    }

    /// <summary>A seed that the run has not used, and that is the same each time it is resumed from here.</summary>
    private ulong? RestartSeed(int i) => _seed is { } seed ? new Pcg64(unchecked((seed + (ulong)i) ^ ((ulong)(_steps[i] + 1) * Spread))).NextUInt64() : null;
}
