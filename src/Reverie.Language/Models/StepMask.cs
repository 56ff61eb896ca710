using Reverie.Torch;

namespace Reverie.Language.Models;

/// <summary>
/// Which steps of a batch are padding, wherever they lie. Recurrent models run on each row's real steps put first, so that none
/// of them has padding before it, and padding leaves the memory alone.
/// </summary>
internal sealed class StepMask
{
    private readonly long[] _counts;
    private readonly long _steps;
    private readonly Tensor _forth;
    private readonly Tensor _back;

    private StepMask(long[] counts, long steps, Tensor forth, Tensor back, Tensor hidden) =>
        (_counts, _steps, _forth, _back, Hidden) = (counts, steps, forth, back, hidden);

    /// <summary>[B, T, 1], true where a step, in the new order, is padding.</summary>
    public Tensor Hidden { get; }

    /// <param name="mask">[B, T], 0 where a step is padding.</param>
    /// <returns>Null where none is.</returns>
    public static StepMask? Of(Tensor mask)
    {
        long batch = mask.Size(0), steps = mask.Size(1);
        byte[] isReal = mask.Ne(0).To(Device.Cpu).To(ScalarType.UInt8).ToArray<byte>();
        if (Array.TrueForAll(isReal, real => real != 0))
            return null;
        long[] counts = new long[batch], forth = new long[isReal.Length], back = new long[isReal.Length];
        bool[] hidden = new bool[isReal.Length];
        for (long row = 0; row < batch; row++)
        {
            long start = row * steps;
            counts[row] = isReal.AsSpan((int)start, (int)steps).Count((byte)1);
            long real = start, padding = start + counts[row];
            for (long from = start; from < start + steps; from++)
            {
                long to = isReal[from] != 0 ? real++ : padding++;
                (forth[to], back[from], hidden[to]) = (from, to, isReal[from] == 0);
            }
        }
        var device = mask.Device;
        return new StepMask(counts, steps, Tensor.From(forth).To(device), Tensor.From(back).To(device), Tensor.From(hidden, batch, steps, 1).To(device));
    }

    /// <summary>The steps of [B, T, ...] with each row's real ones first.</summary>
    public Tensor RealFirst(Tensor x) => Reordered(x, _forth);

    /// <summary>The steps in the order that they came in.</summary>
    public Tensor Restored(Tensor x) => Reordered(x, _back);

    /// <summary>The <paramref name="window"/> steps up to each row's last real one.</summary>
    /// <param name="x">[B, window + T, ...]: as many remembered steps, then the new ones with the real ones first.</param>
    /// <param name="window">How many.</param>
    /// <returns>[B, window, ...]</returns>
    public Tensor Last(Tensor x, long window)
    {
        long[] rows = [.. _counts.SelectMany((count, row) => Enumerable.Range(0, (int)window).Select(i => (row * (window + _steps)) + count + i))];
        return Reordered(x, Tensor.From(rows).To(x.Device), window);
    }

    private Tensor Reordered(Tensor x, Tensor order) => Reordered(x, order, x.Size(1));

    private static Tensor Reordered(Tensor x, Tensor order, long steps) =>
        x.Reshape(x.Size(0) * x.Size(1), x.Size(2)).IndexSelect(0, order).View(x.Size(0), steps, x.Size(2));
}
