using System.Numerics;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>Arrays of one shape whose elements all lie between bounds, the same for all or one pair an element.</summary>
public sealed class Box<T> : Space<NdArray<T>> where T : unmanaged, INumber<T>
{
    private readonly int[] _shape;
    private readonly T[] _low, _high;

    /// <summary>The same bounds for every element.</summary>
    /// <exception cref="ArgumentException">The lower bound is above the upper one, or one is not a number.</exception>
    public Box(T low, T high, params ReadOnlySpan<int> shape) : this(shape, [low], [high])
    {
    }

    /// <summary>Bounds for each element.</summary>
    /// <param name="low">The least values, of the shape of the arrays.</param>
    /// <param name="high">The greatest values, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a lower bound is above an upper one, or one is not a number.</exception>
    public Box(NdArray<T> low, NdArray<T> high) : this(low.Shape, [.. low.Data], [.. high.Data])
    {
        if (!low.Shape.SequenceEqual(high.Shape))
            throw new ArgumentException($"The bounds of a box have one shape, not {low} and {high}.", nameof(high));
    }

    private Box(ReadOnlySpan<int> shape, T[] low, T[] high)
    {
        (_shape, _low, _high) = (shape.ToArray(), low, high);
        for (int i = 0; i < Math.Min(low.Length, high.Length); i++)
        {
            if (!(low[i] <= high[i]))
                throw new ArgumentException($"The lower bound {low[i]} of a box must not exceed its upper bound {high[i]}.", nameof(low));
        }
        (Low, High) = (low.Length == 0 ? T.Zero : low.Min(), high.Length == 0 ? T.Zero : high.Max());
    }

    /// <summary>The least value that any element may have.</summary>
    public T Low { get; }

    /// <summary>The greatest value that any element may have.</summary>
    public T High { get; }

    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The bounds of one element.</summary>
    public (T Low, T High) Bounds(int index) => _low.Length == 1 ? (_low[0], _high[0]) : (_low[index], _high[index]);

    public override bool Contains(NdArray<T> value)
    {
        if (!value.Shape.SequenceEqual(_shape))
            return false;
        for (int i = 0; i < value.Length; i++)
        {
            var (low, high) = Bounds(i);
            if (!(value.Data[i] >= low && value.Data[i] <= high))
                return false;
        }
        return true;
    }

    /// <summary>
    /// Elements uniform between their bounds; of integer types every value is equally likely. Where a bound is infinite, within 1 of the
    /// other bound, or of zero.
    /// </summary>
    public override NdArray<T> Sample(Pcg64 random)
    {
        var array = new NdArray<T>(_shape);
        for (int i = 0; i < array.Length; i++)
        {
            var (low, high) = Bounds(i);
            bool integers = T.IsInteger(low) && T.IsInteger(high) && T.One / (T.One + T.One) == T.Zero;
            array.Data[i] = integers ? T.CreateChecked(random.Integers(long.CreateChecked(low), long.CreateChecked(high) + 1)) : SampleReal(random, low, high);
        }
        return array;
    }

    public override string ToString()
    {
        bool uniform = _low.Length == 1 || (_low.All(low => low == Low) && _high.All(high => high == High));
        string bounds = uniform ? $"{Low}, {High}" : $"[{string.Join(", ", _low)}], [{string.Join(", ", _high)}]";
        return $"Box({bounds}, [{string.Join(", ", _shape)}], {typeof(T).Name})";
    }

    private static T SampleReal(Pcg64 random, T lowest, T highest)
    {
        double low = double.CreateChecked(lowest), high = double.CreateChecked(highest);
        bool bounded = double.IsFinite(low);
        if (!bounded)
            low = double.IsFinite(high) ? high - 1 : -1;
        if (!double.IsFinite(high))
            high = bounded ? low + 1 : 1;
        return T.CreateChecked(random.Uniform(low, high));
    }
}
