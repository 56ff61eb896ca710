using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reverie.Language.Quantization;

/// <summary>
/// 4-bit NormalFloat (Dettmers et al., QLoRA, 2023), bit for bit as bitsandbytes computes it: blocks of weights share the scale
/// max |x|, and each weight becomes the nearest of 16 levels that are the quantiles of a normal distribution.
/// </summary>
public static class Nf4
{
    /// <summary>Weights to a scale unless said otherwise.</summary>
    public const int DefaultBlockSize = 64;

    // The code of the level 0.
    private const byte ZeroCode = 7;

    // A block of zeros must not divide by zero.
    private const float SmallestScale = 1e-38f;

    private static readonly float[] LevelTable =
    [
        -1f, -0.6961928f, -0.52507305f, -0.3949175f, -0.28444138f, -0.18477343f, -0.091050036f, 0f,
        0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f, 0.44070983f, 0.562617f, 0.72295684f, 1f,
    ];

    private static readonly float[] ThresholdTable = [.. LevelTable.Zip(LevelTable.Skip(1), (low, high) => (low + high) / 2)];

    // Both levels of every byte, the first element's (in the high nibble) first.
    private static readonly Vector2[] PairTable = [.. Enumerable.Range(0, 256).Select(value => new Vector2(LevelTable[value >> 4], LevelTable[value & 15]))];

    /// <summary>The 16 levels, ascending.</summary>
    public static ReadOnlySpan<float> Levels => LevelTable;

    /// <summary>The 15 midpoints between levels; a value on a midpoint takes the lower level.</summary>
    public static ReadOnlySpan<float> Thresholds => ThresholdTable;

    /// <summary>Bytes that hold the codes of this many weights.</summary>
    public static int PackedLength(int count) => (count / 2) + (count & 1);

    /// <summary>Scales that this many weights need.</summary>
    /// <exception cref="ArgumentException">A block has no weights.</exception>
    public static int BlockCount(int count, int blockSize) => blockSize > 0
        ? (count / blockSize) + (count % blockSize == 0 ? 0 : 1)
        : throw new ArgumentException($"A block has at least one number, not {blockSize}; correct the block size.", nameof(blockSize));

    /// <summary>Quantises weights.</summary>
    /// <param name="values">The weights, row-major.</param>
    /// <param name="blockSize">Weights to a scale; even.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> bytes: element 2i in the high nibble, 2i+1 in the low one.</param>
    /// <param name="scales">Receives <see cref="BlockCount"/> scales.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a weight is not finite.</exception>
    public static void Quantize(ReadOnlySpan<float> values, int blockSize, Span<byte> packed, Span<float> scales)
    {
        CheckLengths(values.Length, blockSize, packed.Length, scales.Length);
        Span<byte> codes = stackalloc byte[Math.Min(blockSize, 4096)];
        for (int block = 0; block < scales.Length; block++)
        {
            var weights = values.Slice(block * blockSize, Math.Min(blockSize, values.Length - (block * blockSize)));
            float scale = LargestMagnitude(weights);
            scales[block] = scale;
            QuantizeBlock(weights, 1 / Math.Max(scale, SmallestScale), codes, packed[(block * blockSize / 2)..]);
        }
    }

    /// <summary>Restores weights: level times scale.</summary>
    /// <param name="packed">Codes, two to a byte.</param>
    /// <param name="scales">A scale for every block.</param>
    /// <param name="blockSize">Weights to a scale; even.</param>
    /// <param name="values">Receives the weights, row-major.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Dequantize(ReadOnlySpan<byte> packed, ReadOnlySpan<float> scales, int blockSize, Span<float> values)
    {
        CheckLengths(values.Length, blockSize, packed.Length, scales.Length);
        for (int block = 0; block < scales.Length; block++)
        {
            var weights = values.Slice(block * blockSize, Math.Min(blockSize, values.Length - (block * blockSize)));
            var codes = packed.Slice(block * blockSize / 2, PackedLength(weights.Length));
            int done = Avx512F.IsSupported ? DequantizeVectors(codes, scales[block], weights) : 0;
            DequantizePairs(codes[(done / 2)..], scales[block], weights[done..]);
        }
    }

    private static void CheckLengths(int count, int blockSize, int packed, int scales)
    {
        if (blockSize <= 0 || blockSize % 2 != 0)
            throw new ArgumentException($"The block size {blockSize} must be even and positive; 64 is usual.");
        if (packed != PackedLength(count) || scales != BlockCount(count, blockSize))
        {
            throw new ArgumentException(
                $"{count} weights in blocks of {blockSize} take {PackedLength(count)} bytes and {BlockCount(count, blockSize)} scales, "
                + $"not {packed} and {scales}; check shape and block size.");
        }
    }

    private static float LargestMagnitude(ReadOnlySpan<float> weights)
    {
        float largest = 0f;
        var rest = weights;
        if (weights.Length >= Vector256<float>.Count)
        {
            var vectors = MemoryMarshal.Cast<float, Vector256<float>>(weights);
            var running = Vector256<float>.Zero;
            foreach (var vector in vectors)
            {
                running = Vector256.Max(running, Vector256.Abs(vector)); // carries NaN along
            }
            for (int lane = 0; lane < Vector256<float>.Count; lane++)
                largest = MathF.Max(largest, running[lane]);
            rest = weights[(vectors.Length * Vector256<float>.Count)..];
        }
        foreach (float weight in rest)
            largest = MathF.Max(largest, MathF.Abs(weight));
        return float.IsFinite(largest) ? largest : throw new ArgumentException("A weight is infinite or not a number; such a model cannot be quantised.");
    }

    private static void QuantizeBlock(ReadOnlySpan<float> weights, float inverse, Span<byte> codes, Span<byte> packed)
    {
        // Blocks larger than the buffer go through it in parts, each an even number of weights.
        for (; !weights.IsEmpty; packed = packed[(codes.Length / 2)..])
        {
            int count = Math.Min(weights.Length, codes.Length);
            Encode(weights[..count], inverse, codes);
            for (int i = 0; i < count; i += 2)
                packed[i / 2] = (byte)((codes[i] << 4) | (i + 1 < count ? codes[i + 1] : ZeroCode));
            if (count == weights.Length)
                break;
            weights = weights[count..];
        }
    }

    // The code is the number of thresholds below the scaled weight: no search, and the same work for every weight.
    private static void Encode(ReadOnlySpan<float> weights, float inverse, Span<byte> codes)
    {
        int i = 0;
        for (; i + Vector256<float>.Count <= weights.Length; i += Vector256<float>.Count)
        {
            var scaled = Vector256.Clamp(Vector256.Create(weights[i..]) * inverse, -Vector256<float>.One, Vector256<float>.One);
            var code = Vector256<int>.Zero;
            foreach (float threshold in ThresholdTable)
            {
                code -= Vector256.GreaterThan(scaled, Vector256.Create(threshold)).AsInt32(); // true is -1
            }
            for (int lane = 0; lane < Vector256<int>.Count; lane++)
                codes[i + lane] = (byte)code[lane];
        }
        for (; i < weights.Length; i++)
        {
            float scaled = Math.Clamp(weights[i] * inverse, -1f, 1f);
            codes[i] = 0;
            foreach (float threshold in ThresholdTable)
                codes[i] += scaled > threshold ? (byte)1 : (byte)0;
        }
    }

    // Sixteen weights a step: all levels fit in one register, and the codes pick from it.
    private static int DequantizeVectors(ReadOnlySpan<byte> packed, float scale, Span<float> weights)
    {
        var levels = Vector512.Create<float>(LevelTable);
        var spread = Vector128.Create((byte)0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
        var highNibbles = Vector512.Create(-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0);
        int done = 0;
        for (; done + Vector512<float>.Count <= weights.Length; done += Vector512<float>.Count)
        {
            var eight = Vector128.CreateScalar(MemoryMarshal.Read<ulong>(packed[(done / 2)..])).AsByte();
            var bytes = Avx512F.ConvertToVector512Int32(Vector128.Shuffle(eight, spread));
            var codes = Vector512.ConditionalSelect(highNibbles, bytes >>> 4, bytes & Vector512.Create(15));
            (Avx512F.PermuteVar16x32(levels, codes) * scale).CopyTo(weights[done..]);
        }
        return done;
    }

    private static void DequantizePairs(ReadOnlySpan<byte> packed, float scale, Span<float> weights)
    {
        var pairs = MemoryMarshal.Cast<float, Vector2>(weights);
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = PairTable[packed[i]] * scale;
        if (weights.Length % 2 != 0)
            weights[^1] = LevelTable[packed[^1] >> 4] * scale;
    }
}
