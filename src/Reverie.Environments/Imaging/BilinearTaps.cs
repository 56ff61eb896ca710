namespace Reverie.Environments.Imaging;

/// <summary>Along one axis, the weights of the input pixels that make each output pixel, in fixed point.</summary>
internal sealed class BilinearTaps
{
    /// <summary>Bits behind the point of a weight.</summary>
    public const int Precision = 22;

    private readonly int[] _first, _offsets, _weights;

    /// <param name="sourceLength">Pixels of the input.</param>
    /// <param name="targetLength">Pixels of the output.</param>
    public BilinearTaps(int sourceLength, int targetLength)
    {
        (_first, _offsets) = (new int[targetLength], new int[targetLength + 1]);
        var weights = new List<int>();
        double scale = (double)sourceLength / targetLength, support = Math.Max(scale, 1), slope = 1 / support;
        for (int i = 0; i < targetLength; i++)
        {
            double center = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(center - support + 0.5)), last = Math.Min(sourceLength, (int)(center + support + 0.5));
            double[] shares = [.. Enumerable.Range(first, last - first).Select(j => Math.Max(0, 1 - Math.Abs((j - center + 0.5) * slope)))];
            double sum = shares.Aggregate(0.0, (total, share) => total + share);
            weights.AddRange(shares.Select(share => (int)(0.5 + share / sum * (1 << Precision))));
            (_first[i], _offsets[i + 1]) = (first, weights.Count);
        }
        _weights = [.. weights];
    }

    /// <summary>The first input pixel of an output pixel.</summary>
    public int First(int target) => _first[target];

    /// <summary>The weights of that input pixel and of those behind it.</summary>
    public ReadOnlySpan<int> Weights(int target) => _weights.AsSpan(_offsets[target].._offsets[target + 1]);
}
