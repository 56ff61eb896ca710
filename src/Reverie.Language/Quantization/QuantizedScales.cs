namespace Reverie.Language.Quantization;

/// <summary>
/// Scales that are themselves quantised ("double quantisation"): their mean is taken off, and blocks of the rest are stored
/// as 8-bit codes with a scale of their own.
/// </summary>
/// <param name="Codes">A <see cref="DynamicCode"/> for every scale.</param>
/// <param name="Scales">Largest magnitude of every block of scales, after the mean was taken off.</param>
/// <param name="Offset">The mean.</param>
/// <param name="BlockSize">Scales to a block.</param>
public sealed record QuantizedScales(byte[] Codes, float[] Scales, float Offset, int BlockSize = QuantizedScales.DefaultBlockSize)
{
    public const int DefaultBlockSize = 256;

    /// <summary>Quantises scales.</summary>
    public static QuantizedScales Quantize(ReadOnlySpan<float> scales, int blockSize = DefaultBlockSize)
    {
        float offset = scales.IsEmpty ? 0 : CascadeSum.Mean(scales);
        byte[] codes = new byte[scales.Length];
        float[] nested = new float[Nf4.BlockCount(scales.Length, blockSize)];
        for (int block = 0; block < nested.Length; block++)
        {
            var range = (block * blockSize)..Math.Min((block + 1) * blockSize, scales.Length);
            foreach (float scale in scales[range])
                nested[block] = MathF.Max(nested[block], MathF.Abs(scale - offset));
            for (int i = range.Start.Value; i < range.End.Value; i++)
                codes[i] = DynamicCode.Nearest(nested[block] > 0 ? (scales[i] - offset) / nested[block] : 0);
        }
        return new QuantizedScales(codes, nested, offset, blockSize);
    }

    /// <summary>Restores the scales, up to rounding.</summary>
    /// <exception cref="ArgumentException">There is not a scale for each block of codes.</exception>
    public float[] Dequantize()
    {
        if (Scales.Length != Nf4.BlockCount(Codes.Length, BlockSize))
            throw new ArgumentException($"{Codes.Length} codes in blocks of {BlockSize} do not go with {Scales.Length} scales; check the file.");
        float[] restored = new float[Codes.Length];
        for (int i = 0; i < restored.Length; i++)
            restored[i] = (DynamicCode.Values[Codes[i]] * Scales[i / BlockSize]) + Offset;
        return restored;
    }
}
