using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Reverie.Training.Data;

/// <summary>
/// The steps of one episode, immutable. Step t holds the observation that was seen, the action taken upon it, and the reward and
/// the end flag that this action brought. An open episode grows by <see cref="Extend"/>, under the same id in its dataset.
/// </summary>
public sealed class Episode
{
    private readonly byte[] _observations; // [T, C, H, W]
    private readonly long[] _actions;      // [T]
    private readonly float[] _rewards;     // [T]
    private readonly bool[] _ends;         // [T]
    private string? _fingerprint;

    /// <summary>Copies the steps, dropping everything after the first end.</summary>
    /// <param name="shape">Shape of one observation.</param>
    /// <param name="observations">Pictures, [T, C, H, W].</param>
    /// <param name="actions">Actions, [T].</param>
    /// <param name="rewards">Rewards, [T].</param>
    /// <param name="ends">Whether the episode was over after the step, [T].</param>
    /// <exception cref="ArgumentException">The lengths disagree, or there is no step.</exception>
    public Episode(
        ObservationShape shape, ReadOnlySpan<byte> observations, ReadOnlySpan<long> actions, ReadOnlySpan<float> rewards, ReadOnlySpan<bool> ends)
    {
        if (actions.Length == 0 || rewards.Length != actions.Length || ends.Length != actions.Length
            || observations.Length != (long)actions.Length * shape.Size)
        {
            throw new ArgumentException(
                $"An episode needs the same number of observations of {shape}, actions, rewards and ends, and at least one of each.", nameof(actions));
        }
        int firstEnd = ends.IndexOf(true);
        Length = firstEnd < 0 ? actions.Length : firstEnd + 1;
        Shape = shape;
        _observations = observations[..(Length * shape.Size)].ToArray();
        _actions = actions[..Length].ToArray();
        _rewards = rewards[..Length].ToArray();
        _ends = ends[..Length].ToArray();
    }

    /// <summary>Number of steps, at least 1.</summary>
    public int Length { get; }

    /// <summary>Shape of one observation.</summary>
    public ObservationShape Shape { get; }

    /// <summary>True when the last step ended the episode.</summary>
    public bool HasEnded => _ends[^1];

    /// <summary>Pictures, [T, C, H, W].</summary>
    public ReadOnlySpan<byte> Observations => _observations;

    /// <summary>Actions, [T].</summary>
    public ReadOnlySpan<long> Actions => _actions;

    /// <summary>Rewards, [T].</summary>
    public ReadOnlySpan<float> Rewards => _rewards;

    /// <summary>End flags, [T]; at most the last is set.</summary>
    public ReadOnlySpan<bool> Ends => _ends;

    /// <summary>Length and return.</summary>
    public EpisodeMetrics Metrics => new(Length, _rewards.Sum(reward => (double)reward));

    /// <summary>Bytes that the steps take in memory.</summary>
    public long ByteSize => _observations.LongLength + Length * (long)(sizeof(long) + sizeof(float) + sizeof(bool));

    /// <summary>A hash of the content: the same content always has the same one.</summary>
    public string Fingerprint => _fingerprint ??= ComputeFingerprint();

    /// <summary>The picture of one step, [C, H, W].</summary>
    public ReadOnlySpan<byte> Observation(int step) => _observations.AsSpan(step * Shape.Size, Shape.Size);

    /// <summary>This episode followed by more of its steps; what comes after the first end is dropped.</summary>
    public Episode Extend(Episode next) => new(
        Shape,
        (byte[])[.. _observations, .. next._observations],
        (long[])[.. _actions, .. next._actions],
        (float[])[.. _rewards, .. next._rewards],
        (bool[])[.. _ends, .. next._ends]);

    /// <summary>
    /// Copies the steps [<paramref name="start"/>, <paramref name="stop"/>) into one row of a batch. Steps before the first and
    /// after the last are padding: zeros, with a false mask.
    /// </summary>
    /// <param name="start">First step; negative for padding on the left.</param>
    /// <param name="stop">One past the last step; beyond <see cref="Length"/> for padding on the right.</param>
    /// <param name="batch">Where to; its sequence length must be <c>stop - start</c>.</param>
    /// <param name="row">Row of the batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The segment holds no real step, or does not fit the batch.</exception>
    public void CopySegment(int start, int stop, SegmentBatch batch, int row)
    {
        if (start >= Length || stop <= 0 || start >= stop || stop - start != batch.SequenceLength || batch.Shape != Shape)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start),
                $"Segment [{start}, {stop}) of an episode of {Length} steps does not fit a batch of {batch.SequenceLength} steps or holds no real step.");
        }
        int first = Math.Max(0, start), last = Math.Min(Length, stop), count = last - first;
        int rowStart = row * batch.SequenceLength, target = rowStart + first - start;
        batch.ClearRow(row);
        _observations.AsSpan(first * Shape.Size, count * Shape.Size).CopyTo(batch.Observations.AsSpan(target * Shape.Size));
        _actions.AsSpan(first, count).CopyTo(batch.Actions.AsSpan(target));
        _rewards.AsSpan(first, count).CopyTo(batch.Rewards.AsSpan(target));
        for (int t = 0; t < count; t++)
            batch.Ends[target + t] = _ends[first + t] ? 1 : 0;
        batch.MaskPadding.AsSpan(target, count).Fill(true);
    }

    /// <summary>The steps [start, stop) as a batch of one row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The segment holds no real step, or needs padding that is not allowed.</exception>
    public SegmentBatch Segment(int start, int stop, bool pad)
    {
        if (!pad && (start < 0 || stop > Length))
            throw new ArgumentOutOfRangeException(nameof(start), $"Segment [{start}, {stop}) sticks out of an episode of {Length} steps.");
        var batch = new SegmentBatch(1, Math.Max(0, stop - start), Shape);
        CopySegment(start, stop, batch, 0);
        return batch;
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([Shape.Channels, Shape.Height, Shape.Width, Length]));
        hash.AppendData(_observations);
        hash.AppendData(MemoryMarshal.AsBytes<long>(_actions));
        hash.AppendData(MemoryMarshal.AsBytes<float>(_rewards));
        hash.AppendData(MemoryMarshal.AsBytes<bool>(_ends));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
