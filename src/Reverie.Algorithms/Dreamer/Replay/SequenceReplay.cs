using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;
using Reverie.WorldModels.Latents;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>
/// Steps of several environments, each in a ring of its own: they drift apart, since the end of an episode adds a row to one of them only.
/// Sequences are drawn uniformly, over environments and then over starts.
/// </summary>
public sealed class SequenceReplay : IDisposable
{
    private readonly ReplayRing[] _rings;
    private readonly OnlineQueue? _online;
    private readonly int _classes;

    /// <param name="layout">What a row holds.</param>
    /// <param name="environments">How many rings.</param>
    /// <param name="capacity">Rows of each.</param>
    /// <param name="folder">Where rows lie in files; null: in memory.</param>
    /// <param name="classes">D, classes of a latent's variable: sequences go on from the state of the row before them; 0: they begin from nothing.</param>
    /// <param name="onlineLength">T, where the newest sequences of this length come first, each once; 0: all are drawn alike.</param>
    public SequenceReplay(RowLayout layout, int environments, long capacity, string? folder = null, int classes = 0, int onlineLength = 0)
    {
        (Layout, _classes) = (layout, classes);
        if (folder is not null)
            Directory.CreateDirectory(folder);
        _rings = [.. Enumerable.Range(0, environments).Select(i => new ReplayRing(layout.Size, capacity, $"env{i}", folder))];
        _online = onlineLength > 0 ? new OnlineQueue(_rings, onlineLength + Context) : null;
    }

    /// <summary>Rows before a sequence that belong to it.</summary>
    private int Context => _classes > 0 ? 1 : 0;

    public RowLayout Layout { get; }

    /// <summary>One ring an environment.</summary>
    public IReadOnlyList<ReplayRing> Rings => _rings;

    /// <summary>Rows that are there.</summary>
    public long Count => _rings.Sum(ring => ring.Count);

    /// <summary>Whether every ring has a sequence of this length.</summary>
    public bool CanSample(int length) => _rings.All(ring => ring.Count >= length + Context);

    /// <summary>
    /// Draws where sequences start: first an environment for each sequence, then, environment by environment, the starts of its sequences.
    /// Sequences of the same environment stand beside each other.
    /// </summary>
    /// <param name="random">Draws.</param>
    /// <param name="batch">B, sequences of a batch.</param>
    /// <param name="length">T, steps of a sequence.</param>
    /// <param name="batches">How many batches of these environments.</param>
    /// <returns>Environment and number of the sequence, [batches][B].</returns>
    public (int Environment, int Start)[][] Draw(IRandomSource random, int batch, int length, int batches = 1)
    {
        int[] counts = new int[_rings.Length];
        var drawn = Enumerable.Range(0, batches).Select(_ => new List<(int, int)>(batch)).ToArray();
        length += Context;
        // One batch at a time may begin with what has just come in.
        while (batches == 1 && drawn[0].Count < batch && _online?.Take() is { } newest)
            drawn[0].Add(newest);
        for (int i = drawn[0].Count; i < batch; i++)
            counts[random.NextInt(_rings.Length)]++;
        for (int i = 0; i < _rings.Length; i++)
        {
            int starts = counts[i] > 0 ? _rings[i].Starts(length) : 0;
            for (int n = 0; n < batches; n++)
            {
                for (int k = 0; k < counts[i]; k++)
                    drawn[n].Add((i, random.NextInt(starts)));
            }
        }
        return [.. drawn.Select(list => list.ToArray())];
    }

    /// <summary>Copies sequences into tensors, time first.</summary>
    /// <param name="sequences">As drawn.</param>
    /// <param name="length">T.</param>
    /// <param name="device">Where the tensors shall be.</param>
    public DreamerBatch Gather(ReadOnlySpan<(int Environment, int Start)> sequences, int length, Device device)
    {
        int batch = sequences.Length, rows = batch * length;
        var before = Context > 0 ? ReadContext(sequences, length, device) : null;
        var observations = Layout.Observations.Select(spec => new ArrayRows(spec, rows)).ToArray();
        float[] actions = new float[rows * Layout.ActionSize], rewards = new float[rows], terminated = new float[rows];
        bool[] isFirst = new bool[rows];
        for (int t = 0; t < length; t++)
        {
            for (int b = 0; b < batch; b++)
            {
                var ring = _rings[sequences[b].Environment];
                var row = ring.RowAt(ring.After(ring.First(sequences[b].Start, length + Context), t + Context));
                int at = (t * batch) + b;
                for (int i = 0; i < observations.Length; i++)
                    Layout.Observation(row, i).CopyTo(observations[i].Row(at));
                Layout.Action(row).CopyTo(actions.AsSpan(at * Layout.ActionSize));
                rewards[at] = RowLayout.Reward(row);
                var flags = Layout.Flags(row);
                (terminated[at], isFirst[at]) = (flags.HasFlag(RowFlags.Terminated) ? 1 : 0, flags.HasFlag(RowFlags.IsFirst));
            }
        }
        return new(
            observations.ToDictionary(array => array.Spec.Name, array => TensorBatch.Copy(array, [length, batch], device), StringComparer.Ordinal),
            Tensor.From(actions, length, batch, Layout.ActionSize).To(device), Tensor.From(rewards, length, batch, 1).To(device),
            Tensor.From(terminated, length, batch, 1).To(device), Tensor.From(isFirst, length, batch).To(device), before);
    }

    /// <summary>Keeps the states that were found for these sequences, for those who go on from them.</summary>
    /// <param name="sequences">As drawn.</param>
    /// <param name="found">What the world model made of them.</param>
    public void Remember(ReadOnlySpan<(int Environment, int Start)> sequences, LatentSequence found)
    {
        if (Context == 0)
            return;
        int batch = sequences.Length, length = (int)found.Recurrent.Size(0), size = Layout.StateSize;
        float[] states = LatentRows.Of(new(found.Recurrent.Flatten(0, 1), found.Stochastic.Flatten(0, 1)), Layout);
        for (int t = 0; t < length; t++)
        {
            for (int b = 0; b < batch; b++)
            {
                var ring = _rings[sequences[b].Environment];
                var row = ring.RowAt(ring.After(ring.First(sequences[b].Start, length + Context), t + Context));
                states.AsSpan(((t * batch) + b) * size, size).CopyTo(Layout.State(row));
                Layout.Flags(row) |= RowFlags.HasState;
            }
        }
    }

    /// <summary>The rows, for a checkpoint.</summary>
    internal IEnumerable<CheckpointFile> Files(string folder) => _rings.SelectMany(ring => ring.Files(folder));

    /// <summary>What <see cref="Restore"/> needs beside the rows.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_rings.Length);
        foreach (var ring in _rings)
            writer.Write(ring.Added);
        _online?.Save(writer);
    }

    /// <exception cref="InvalidDataException">It was saved with another number of environments.</exception>
    internal void Restore(Checkpoint checkpoint, string folder, BinaryReader reader)
    {
        if (reader.ReadInt32() is var count && count != _rings.Length)
            throw new InvalidDataException($"The checkpoint was written with {count} environments, not {_rings.Length}; resume with env.num_envs={count}.");
        foreach (var ring in _rings)
            ring.Restore(checkpoint, folder, reader.ReadInt64());
        _online?.Restore(reader);
    }

    private LatentContext ReadContext(ReadOnlySpan<(int Environment, int Start)> sequences, int length, Device device)
    {
        int batch = sequences.Length, size = Layout.StateSize;
        float[] states = new float[batch * size], actions = new float[batch * Layout.ActionSize];
        bool[] isKnown = new bool[batch];
        for (int b = 0; b < batch; b++)
        {
            var ring = _rings[sequences[b].Environment];
            var row = ring.RowAt(ring.First(sequences[b].Start, length + Context));
            isKnown[b] = Layout.Flags(row).HasFlag(RowFlags.HasState);
            if (!isKnown[b])
                continue;
            Layout.State(row).CopyTo(states.AsSpan(b * size));
            Layout.Action(row).CopyTo(actions.AsSpan(b * Layout.ActionSize));
        }
        var state = LatentRows.Read(states, batch, Layout, _classes, device);
        return new(state.Recurrent, state.Stochastic, Tensor.From(actions, batch, Layout.ActionSize).To(device), Tensor.From(isKnown, batch).To(device));
    }

    public void Dispose()
    {
        foreach (var ring in _rings)
            ring.Dispose();
    }
}
