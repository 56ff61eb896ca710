using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reverie.Language.Quantization;

/// <summary>
/// A float32 mean with additions in the order of PyTorch's CPU kernel: eight lanes, four interleaved accumulators of each, summed in
/// levels so that rounding errors stay small. Double quantisation subtracts a mean, so its last bit decides whether the result is the same.
/// </summary>
/// <remarks>PyTorch splits more than 32768 numbers over its threads; from there on its own result depends on their number.</remarks>
internal static class CascadeSum
{
    private const int Interleaved = 4;
    private const int Levels = 4;

    public static float Mean(ReadOnlySpan<float> values) =>
        (values.Length < Vector256<float>.Count ? SumFew(values) : SumMany(values)) / values.Length;

    // Too few for vectors: the four accumulators hold single numbers, and what is left after whole rows goes to the first.
    private static float SumFew(ReadOnlySpan<float> values)
    {
        float total = values[0];
        for (int i = Interleaved; i < values.Length; i++)
            total += values[i];
        for (int i = 1; i < Math.Min(Interleaved, values.Length); i++)
            total += values[i];
        return total;
    }

    private static float SumMany(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var lanes = SumVectors(vectors);
        float total = 0f;
        foreach (float value in values[(vectors.Length * Vector256<float>.Count)..])
            total += value;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
            total += lanes[lane];
        return total;
    }

    private static Vector256<float> SumVectors(ReadOnlySpan<Vector256<float>> vectors)
    {
        int rows = vectors.Length / Interleaved;
        Span<Vector256<float>> sums = stackalloc Vector256<float>[Interleaved];
        for (int column = 0; column < Interleaved; column++)
            sums[column] = SumColumn(vectors, column, rows);
        foreach (var vector in vectors[(rows * Interleaved)..])
            sums[0] += vector;
        return sums[0] + sums[1] + sums[2] + sums[3];
    }

    // A full run of `step` additions moves up a level; `step` full runs of that level move up another.
    private static Vector256<float> SumColumn(ReadOnlySpan<Vector256<float>> vectors, int column, int rows)
    {
        int power = Math.Max(4, (rows > 1 ? BitOperations.Log2((uint)rows - 1) + 1 : 0) / Levels);
        Span<Vector256<float>> sums = stackalloc Vector256<float>[Levels];
        sums.Clear();
        for (int row = 0; row < rows;)
        {
            sums[0] += vectors[(row * Interleaved) + column];
            row++;
            for (int level = 1; level < Levels && (row & ((1 << (level * power)) - 1)) == 0; level++)
            {
                sums[level] += sums[level - 1];
                sums[level - 1] = Vector256<float>.Zero;
            }
        }
        return sums[0] + sums[1] + sums[2] + sums[3];
    }
}
