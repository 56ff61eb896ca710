using System.Text;
using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// Reads <c>state.bin</c> of format 2, in which everything that is now one entry a part stood one behind the other, and environments were
/// saved by the random state of their episode's start and the actions since.
/// </summary>
internal static class IrisState2
{
    internal const string Name = "state.bin";
    private const int Version = 2;

    internal static void Restore(
        Checkpoint checkpoint, IrisOptions options, Worlds worlds, IrisComponents components, IrisExperience experience, EpochCursor cursor)
    {
        using var reader = new BinaryReader(checkpoint.Open(Name));
        if (reader.ReadInt32() is var version && version != Version)
            throw new CheckpointException($"The checkpoint was written in format {version}, but this Reverie reads format {Version} and later ones; resume it with the version that wrote it.");
        cursor.Restore(reader);
        using (var dropout = Generator.Default(components.Device))
            dropout.SetState(reader.ReadBytes(reader.ReadInt32()));
        components.ActionDraws.SetState(reader.ReadBytes(reader.ReadInt32()));
        components.ImaginationDraws.SetState(reader.ReadBytes(reader.ReadInt32()));
        foreach (var random in (SeededRandom[])[experience.Exploration, experience.TestExploration, experience.Sampling])
            random.State = RandomState.Read(reader);
        var train = new Side(options.Env.Train, "env.train", experience.TrainEnvironments);
        var test = new Side(options.Env.Test, "env.test", experience.TestEnvironments);
        RestoreSide(reader, worlds, train, experience.TrainCollector.Restore);
        RestoreSide(reader, worlds, test, experience.TestCollector.Restore);
    }

    private static void RestoreSide(BinaryReader reader, Worlds worlds, Side side, Action<BinaryReader> restoreCollector)
    {
        int count = side.Environments.Count;
        var records = Enumerable.Range(0, count).Select(_ => Record.Read(reader)).ToList();
        if (reader.ReadInt32() is var saved && saved != count)
            throw new InvalidDataException($"The checkpoint was written with {saved} environments, not {count}; resume with num_envs={saved}.");
        var frame = side.Environments.Layout[IrisPolicy.Image];
        byte[][] frames = [.. Enumerable.Range(0, count).Select(_ => reader.ReadBytes(frame.ByteLength))];
        bool[] isDone = [.. reader.ReadBytes(count).Select(state => state != 0)];
        int[] ids = [.. Enumerable.Range(0, count).Select(_ => reader.ReadInt32())];

        // Environments that are put where the old ones stood are saved as today's are, and the run's own are restored from that.
        int next = 0;
        using var old = new VectorEnvironment(_ => records[next].Replay(worlds, side, isDone[next++]), count);
        for (int i = 0; i < count; i++)
        {
            old.Current.IsFirst[i] = isDone[i] || records[i].Actions.Length == 0;
            if (!isDone[i])
                frames[i].CopyTo(old.Current[IrisPolicy.Image].Row(i));
        }
        side.Environments.Restore(Written(old.Save));
        restoreCollector(Written(writer =>
        {
            writer.Write(count);
            for (int i = 0; i < count; i++)
            {
                writer.Write(isDone[i] ? -1 : ids[i]);
                writer.Write(0);
                writer.Write(0.0);
            }
            writer.Write(false);
        }));
    }

    private static BinaryReader Written(Action<BinaryWriter> save)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            save(writer);
        stream.Position = 0;
        return new BinaryReader(stream);
    }

    private sealed record Side(EnvInstanceOptions Options, string Key, IVectorEnvironment Environments);

    private sealed record Record(Pcg64State Start, int Memory, byte[] Actions)
    {
        internal static Record Read(BinaryReader reader)
        {
            ulong stateLow = reader.ReadUInt64(), stateHigh = reader.ReadUInt64(), incrementLow = reader.ReadUInt64(), incrementHigh = reader.ReadUInt64();
            var start = new Pcg64State(new UInt128(stateHigh, stateLow), new UInt128(incrementHigh, incrementLow), reader.ReadBoolean(), reader.ReadUInt32());
            var record = new Record(start, reader.ReadInt32(), reader.ReadBytes(reader.ReadInt32()));
            reader.ReadBoolean(); // whether it waited for the others; the collector knows it too
            return record;
        }

        /// <summary>An environment at the same place of the same episode, or, where that had ended, at the start of the next one.</summary>
        internal IArrayEnvironment Replay(Worlds worlds, Side side, bool isDone)
        {
            var environment = PixelWorlds.MakeOne(worlds, side.Options, side.Key, inner =>
            {
                inner.Random.State = Start;
                if (inner.Unwrapped is ICrossEpisodeState remembering)
                    remembering.RestoreMemory(new BinaryReader(new MemoryStream(BitConverter.GetBytes(Memory))));
            });
            var batch = new StepBatch(environment.Layout, 1);
            environment.Reset(null, batch.Row(0));
            foreach (byte action in Actions)
                environment.Step(new([action], []), batch.Row(0));
            if (isDone)
                environment.Reset(null, batch.Row(0));
            return environment;
        }
    }
}
