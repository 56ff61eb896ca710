using Reverie.Torch;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// The parts of episodes in sequences, each as a row of its own that begins with the part's first step. What reads such rows from left to right
/// knows nothing of another episode, whatever it is made of; behind a part's end stands its first step again, which no step of it sees.
/// </summary>
internal sealed class EpisodeSegments
{
    private readonly long _steps, _batch;
    private readonly Tensor? _pack;
    private readonly Tensor? _unpack;

    /// <param name="isFirst">Where episodes start, [T, B]; the first step of a sequence always counts as one.</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    /// <param name="device">Where sequences are.</param>
    public EpisodeSegments(ReadOnlySpan<bool> isFirst, long steps, long batch, Device device)
    {
        (_steps, _batch) = (steps, batch);
        var starts = new List<(long Step, long Sequence)>();
        (RowOf, OffsetOf) = (new long[steps * batch], new long[steps * batch]);
        for (long b = 0; b < batch; b++)
        {
            for (long t = 0; t < steps; t++)
            {
                long at = (t * batch) + b;
                if (t == 0 || isFirst[(int)at])
                    starts.Add((t, b));
                (RowOf[at], OffsetOf[at]) = (starts.Count - 1, t - starts[^1].Step);
            }
        }
        (Rows, Length) = (starts.Count, OffsetOf.Max() + 1);
        if (Rows == batch)
            return;
        long[] pack = new long[Rows * Length];
        for (long row = 0; row < Rows; row++)
            pack.AsSpan((int)(row * Length), (int)Length).Fill((starts[(int)row].Step * batch) + starts[(int)row].Sequence);
        long[] unpack = new long[steps * batch];
        for (long at = 0; at < unpack.Length; at++)
            pack[unpack[at] = (RowOf[at] * Length) + OffsetOf[at]] = at;
        (_pack, _unpack) = (Tensor.From(pack).To(device), Tensor.From(unpack).To(device));
    }

    /// <summary>R, rows.</summary>
    public long Rows { get; }

    /// <summary>L, steps of the longest row.</summary>
    public long Length { get; }

    /// <summary>The row of each step, [T B], time first.</summary>
    public long[] RowOf { get; }

    /// <summary>Steps before it in its row, [T B].</summary>
    public long[] OffsetOf { get; }

    /// <param name="x">[T, B, E]</param>
    /// <returns>[R, L, E]</returns>
    public Tensor Pack(Tensor x) =>
        _pack is null ? x.Transpose(0, 1).Contiguous() : x.Flatten(0, 1).IndexSelect(0, _pack).View(Rows, Length, x.Size(-1));

    /// <param name="rows">[R, L, H]</param>
    /// <returns>[T, B, H]</returns>
    public Tensor Unpack(Tensor rows) =>
        _unpack is null ? rows.Transpose(0, 1).Contiguous() : rows.Flatten(0, 1).IndexSelect(0, _unpack).View(_steps, _batch, rows.Size(-1));
}
