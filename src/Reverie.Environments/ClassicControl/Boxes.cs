using Reverie.Environments.Spaces;

namespace Reverie.Environments.ClassicControl;

/// <summary>Spaces of a few numbers, each with bounds of its own.</summary>
internal static class Boxes
{
    /// <summary>From minus to plus of each.</summary>
    public static Box<float> Symmetric(params ReadOnlySpan<float> high)
    {
        Span<float> low = stackalloc float[high.Length];
        for (int i = 0; i < high.Length; i++)
            low[i] = -high[i];
        return Between(low, high);
    }

    /// <summary>Between bounds, a pair a number.</summary>
    public static Box<float> Between(ReadOnlySpan<float> low, ReadOnlySpan<float> high)
    {
        NdArray<float> lowest = new(low.Length), highest = new(high.Length);
        low.CopyTo(lowest.Span);
        high.CopyTo(highest.Span);
        return new(lowest, highest);
    }
}
