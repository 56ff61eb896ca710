using System.Runtime.InteropServices;
using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;
using Reverie.Torch.Distributed;

namespace Reverie.Training.Distributed;

/// <summary>
/// Environments that several processes step together: each steps its share, and all see everything. What comes of it, and what is saved, is
/// what one process would have. The processes also show one another their actions: they must have chosen alike.
/// </summary>
/// <param name="all">All environments, made alike in each process; those of others stand still here.</param>
/// <param name="processes">Who shares them.</param>
internal sealed class SharedEnvironments(VectorEnvironment all, IProcessGroup processes) : IVectorEnvironment
{
    private readonly bool[] _idle = new bool[all.Count];

    /// <summary>Whether the others are there. Until then each process does everything itself, so that all begin alike.</summary>
    internal bool IsInStep { get; set; }

    public int Count => all.Count;

    public StepLayout Layout => all.Layout;

    public string? SuccessMeaning => all.SuccessMeaning;

    public IReadOnlyList<string> AchievementNames => all.AchievementNames;

    public Saving Saving => all.Saving;

    public StepBatch Current => all.Current;

    public void Reset(ulong? seed = null, CancellationToken stop = default)
    {
        all.Reset(seed, stop);
        if (IsInStep)
            Exchange(actions: null);
    }

    public void Step(ActionBatch actions, ReadOnlySpan<bool> idle = default)
    {
        if (!IsInStep)
        {
            all.Step(actions, idle);
            return;
        }
        var (first, end) = Share(processes.Rank);
        for (int i = 0; i < Count; i++)
            _idle[i] = i < first || i >= end || (idle.Length > 0 && idle[i]);
        all.Step(actions, _idle);
        Exchange(actions);
    }

    public NdArray<byte> Render(int environment) => all.Render(environment);

    public void Save(BinaryWriter writer)
    {
        if (!IsInStep)
        {
            all.Save(writer);
            return;
        }
        var (first, end) = Share(processes.Rank);
        byte[][] given = processes.Exchange(Written(own =>
        {
            for (int i = first; i < end; i++)
            {
                byte[] row = all.SaveRow(i);
                own.Write(row.Length);
                own.Write(row);
            }
        }));
        byte[][] rows = [.. given.SelectMany((bytes, rank) => Rows(bytes, Share(rank)))];
        all.Save(writer, i => rows[i]);
    }

    public void Restore(BinaryReader reader) => all.Restore(reader);

    public void Dispose() => all.Dispose();

    /// <summary>The environments that a process steps: from the first up to the end.</summary>
    private (int First, int End) Share(int rank) =>
        ((int)((long)rank * Count / processes.Size), (int)((long)(rank + 1) * Count / processes.Size));

    private void Exchange(ActionBatch? actions)
    {
        byte[][] given = processes.Exchange(Written(own => Write(own, Share(processes.Rank), actions)));
        for (int rank = 0; rank < given.Length; rank++)
        {
            if (rank != processes.Rank)
                Read(given[rank], rank, actions);
        }
    }

    private void Write(BinaryWriter writer, (int First, int End) share, ActionBatch? actions)
    {
        int count = share.End - share.First;
        if (actions is not null)
            writer.Write(Bytes(actions, share));
        foreach (var rows in Current.Observations)
            writer.Write(rows.Range(share.First, count));
        for (int i = share.First; i < share.End; i++)
        {
            writer.Write(Current.Rewards[i]);
            writer.Write((byte)((Current.Terminated[i] ? 1 : 0) | (Current.Truncated[i] ? 2 : 0) | (Current.IsFirst[i] ? 4 : 0)));
            foreach (string[] texts in Current.Texts)
                writer.Write(texts[i]);
            if (!Current.HasEnded(i))
                continue;
            writer.Write(Current.Successes[i] is { } success ? success ? (sbyte)1 : (sbyte)0 : (sbyte)-1);
            writer.Write(Current.Achieved[i]);
            foreach (var rows in Current.Final)
                writer.Write(rows.Row(i));
            foreach (string[] texts in Current.FinalTexts)
                writer.Write(texts[i]);
        }
    }

    private void Read(byte[] bytes, int rank, ActionBatch? actions)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var share = Share(rank);
        if (actions is not null && !Bytes(actions, share).SequenceEqual(reader.ReadBytes(Bytes(actions, share).Length)))
        {
            throw new TeamException(
                $"Processes {processes.Rank} and {rank} chose different actions, though they compute the same: their machines calculate differently; "
                + "resume on machines of one kind, with the same OMP_NUM_THREADS.");
        }
        foreach (var rows in Current.Observations)
            reader.BaseStream.ReadExactly(rows.Range(share.First, share.End - share.First));
        for (int i = share.First; i < share.End; i++)
        {
            Current.Rewards[i] = reader.ReadSingle();
            byte flags = reader.ReadByte();
            (Current.Terminated[i], Current.Truncated[i], Current.IsFirst[i]) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
            Current.Successes[i] = null;
            foreach (string[] texts in Current.Texts)
                texts[i] = reader.ReadString();
            if (!Current.HasEnded(i))
                continue;
            sbyte success = reader.ReadSByte();
            (Current.Successes[i], Current.Achieved[i]) = (success < 0 ? null : success == 1, reader.ReadUInt64());
            foreach (var rows in Current.Final)
                reader.BaseStream.ReadExactly(rows.Row(i));
            foreach (string[] texts in Current.FinalTexts)
                texts[i] = reader.ReadString();
        }
    }

    private static ReadOnlySpan<byte> Bytes(ActionBatch actions, (int First, int End) share)
    {
        int first = share.First * actions.Spec.Size, count = (share.End - share.First) * actions.Spec.Size;
        return actions.Spec.IsContinuous
            ? MemoryMarshal.AsBytes(actions.Numbers.AsSpan(first, count))
            : MemoryMarshal.AsBytes(actions.Integers.AsSpan(first, count));
    }

    private static IEnumerable<byte[]> Rows(byte[] bytes, (int First, int End) share)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        for (int i = share.First; i < share.End; i++)
            yield return reader.ReadBytes(reader.ReadInt32());
    }

    private static byte[] Written(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            write(writer);
        return stream.ToArray();
    }
}
