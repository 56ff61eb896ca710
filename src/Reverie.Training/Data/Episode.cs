using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>
/// The steps of one episode, immutable. Step t holds the observation that was seen, the action taken upon it, and the reward that
/// this action brought; behind the last action stands one observation more, where it is known. An open episode grows by
/// <see cref="Extend"/>, under the same id in its dataset.
/// </summary>
public sealed class Episode
{
    private readonly byte[][] _arrays;    // [T or T + 1, ...] each
    private readonly string[][] _texts;   // [T or T + 1] each
    private readonly long[] _integers;    // [T, Size]
    private readonly float[] _numbers;    // [T, Size]
    private readonly float[] _rewards;    // [T]
    private string? _fingerprint;
    private int[]? _rewarded;

    /// <summary>Takes the arrays over; do not change them afterwards.</summary>
    /// <param name="layout">What flows.</param>
    /// <param name="arrays">For each array of the layout its bytes, step after step, and one row more where the last observation is known.</param>
    /// <param name="texts">Likewise the texts.</param>
    /// <param name="integers">Choices, [T, Size]; empty for continuous actions.</param>
    /// <param name="numbers">Real numbers, [T, Size]; empty for choices.</param>
    /// <param name="rewards">Rewards, [T].</param>
    /// <param name="end">How the last step left the episode.</param>
    /// <exception cref="ArgumentException">The lengths disagree, or there is no step.</exception>
    public Episode(
        StepLayout layout, IReadOnlyList<byte[]> arrays, IReadOnlyList<string[]> texts, long[] integers, float[] numbers, float[] rewards, EpisodeEnd end)
    {
        (Layout, Length, End) = (layout, rewards.Length, end);
        (_arrays, _texts, _integers, _numbers, _rewards) = ([.. arrays], [.. texts], integers, numbers, rewards);
        int size = layout.Action.Size;
        bool fits = Length > 0 && arrays.Count == layout.Observations.Count && texts.Count == layout.Texts.Count
            && integers.Length == (layout.Action.IsContinuous ? 0 : Length * size) && numbers.Length == (layout.Action.IsContinuous ? Length * size : 0);
        if (fits)
        {
            int rows = arrays.Count > 0 ? arrays[0].Length / Math.Max(1, layout.Observations[0].ByteLength) : Length;
            HasFinal = rows == Length + 1;
            fits = (rows == Length || HasFinal) && texts.All(text => text.Length == rows)
                && arrays.Zip(layout.Observations).All(pair => pair.First.Length == (long)rows * pair.Second.ByteLength);
        }
        if (!fits)
            throw new ArgumentException($"An episode needs as many observations ({layout}) as actions and rewards, or one more, and at least one step.", nameof(arrays));
    }

    /// <summary>What flows.</summary>
    public StepLayout Layout { get; }

    /// <summary>Number of steps, T, at least 1.</summary>
    public int Length { get; }

    /// <summary>Whether the observation behind the last action is known; episodes of the first file format lack it.</summary>
    public bool HasFinal { get; }

    /// <summary>How the last step left the episode.</summary>
    public EpisodeEnd End { get; }

    /// <summary>Choices, [T, Size]; empty for continuous actions.</summary>
    public ReadOnlySpan<long> Integers => _integers;

    /// <summary>Real numbers, [T, Size]; empty for choices.</summary>
    public ReadOnlySpan<float> Numbers => _numbers;

    /// <summary>Rewards, [T].</summary>
    public ReadOnlySpan<float> Rewards => _rewards;

    /// <summary>The steps whose reward is not 0, in order.</summary>
    public IReadOnlyList<int> RewardedSteps => _rewarded ??= [.. Enumerable.Range(0, Length).Where(step => _rewards[step] != 0)];

    /// <summary>Length, return and success.</summary>
    public EpisodeMetrics Metrics => new(Length, _rewards.Sum(reward => (double)reward), End.Success);

    /// <summary>Bytes that the steps take in memory.</summary>
    public long ByteSize => _arrays.Sum(array => array.LongLength) + (_integers.LongLength * sizeof(long))
        + ((_numbers.LongLength + _rewards.LongLength) * sizeof(float)) + _texts.Sum(text => text.LongLength * IntPtr.Size);

    /// <summary>A hash of the content: the same content always has the same one.</summary>
    public string Fingerprint => _fingerprint ??= ComputeFingerprint();

    /// <summary>All rows of one array: [T, ...], and one row more where <see cref="HasFinal"/>.</summary>
    public ReadOnlySpan<byte> Array(int array) => _arrays[array];

    /// <summary>One row of one array: what was seen before the action of that step; row T is behind the last action.</summary>
    public ReadOnlySpan<byte> Observation(int array, int step) =>
        _arrays[array].AsSpan(step * Layout.Observations[array].ByteLength, Layout.Observations[array].ByteLength);

    /// <summary>One text, step after step.</summary>
    public IReadOnlyList<string> Text(int text) => _texts[text];

    /// <summary>This episode followed by more of its steps.</summary>
    /// <exception cref="InvalidOperationException">It is over.</exception>
    public Episode Extend(Episode next)
    {
        if (End.IsOver)
            throw new InvalidOperationException("An episode that is over has no further steps; add a new one.");
        return new(
            Layout,
            [.. _arrays.Select((array, i) => (byte[])[.. array.AsSpan(0, Length * Layout.Observations[i].ByteLength), .. next._arrays[i]])],
            [.. _texts.Select((text, i) => (string[])[.. text.AsSpan(0, Length), .. next._texts[i]])],
            [.. _integers, .. next._integers], [.. _numbers, .. next._numbers], [.. _rewards, .. next._rewards], next.End);
    }

    /// <summary>This episode, cut off behind its last step: what could have followed is lost.</summary>
    public Episode Cut() => new(Layout, _arrays, _texts, _integers, _numbers, _rewards, new(Terminated: false, Truncated: true));

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
        if (start >= Length || stop <= 0 || start >= stop || stop - start != batch.SequenceLength || !Fits(batch.Layout))
        {
            throw new ArgumentOutOfRangeException(
                nameof(start),
                $"Segment [{start}, {stop}) of an episode of {Length} steps does not fit a batch of {batch.SequenceLength} steps or holds no real step.");
        }
        int first = Math.Max(0, start), last = Math.Min(Length, stop), count = last - first, size = Layout.Action.Size;
        int target = (row * batch.SequenceLength) + first - start;
        batch.ClearRow(row);
        for (int i = 0; i < _arrays.Length; i++)
        {
            int bytes = Layout.Observations[i].ByteLength;
            _arrays[i].AsSpan(first * bytes, count * bytes).CopyTo(batch.Observations[i].Range(target, count));
        }
        if (Layout.Action.IsContinuous)
            _numbers.AsSpan(first * size, count * size).CopyTo(batch.Actions.Numbers.AsSpan(target * size));
        else
            _integers.AsSpan(first * size, count * size).CopyTo(batch.Actions.Integers.AsSpan(target * size));
        _rewards.AsSpan(first, count).CopyTo(batch.Rewards.AsSpan(target));
        batch.MaskPadding.AsSpan(target, count).Fill(true);
        batch.IsFirst[target] = first == 0;
        if (last == Length)
            (batch.Terminated[target + count - 1], batch.Truncated[target + count - 1]) = (End.Terminated, End.Truncated);
        if (batch.Next is { } next && (last < Length || HasFinal) && last == stop)
        {
            batch.HasNext[row] = true;
            for (int i = 0; i < _arrays.Length; i++)
                Observation(i, last).CopyTo(next[i].Row(row));
        }
    }

    /// <summary>Whether the observations are the same and the actions of the same kind and size: episodes that may stand side by side.</summary>
    public bool Fits(StepLayout layout) => ReferenceEquals(layout, Layout) || (layout.Observations.SequenceEqual(Layout.Observations)
        && layout.Action.Kind == Layout.Action.Kind && layout.Action.Size == Layout.Action.Size);

    /// <summary>The steps [start, stop) as a batch of one row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The segment holds no real step, or needs padding that is not allowed.</exception>
    public SegmentBatch Segment(int start, int stop, bool pad)
    {
        if (!pad && (start < 0 || stop > Length))
            throw new ArgumentOutOfRangeException(nameof(start), $"Segment [{start}, {stop}) sticks out of an episode of {Length} steps.");
        var batch = new SegmentBatch(1, Math.Max(0, stop - start), Layout);
        CopySegment(start, stop, batch, 0);
        return batch;
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Layout} {Length} {HasFinal} {End}"));
        foreach (byte[] array in _arrays)
            hash.AppendData(array);
        foreach (string word in _texts.SelectMany(text => text))
            hash.AppendData(Encoding.UTF8.GetBytes($"{word}\n"));
        hash.AppendData(MemoryMarshal.AsBytes<long>(_integers));
        hash.AppendData(MemoryMarshal.AsBytes<float>(_numbers));
        hash.AppendData(MemoryMarshal.AsBytes<float>(_rewards));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
