using System.Numerics;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>Arrays of one shape whose elements all lie in [Low, High].</summary>
public sealed class Box<T> : Space<NdArray<T>> where T : unmanaged, INumber<T>
{
    private readonly int[] _shape;

    public Box(T low, T high, params ReadOnlySpan<int> shape)
    {
        if (low > high)
            throw new ArgumentException($"The lower bound {low} of a box must not exceed its upper bound {high}.", nameof(low));
        (Low, High, _shape) = (low, high, shape.ToArray());
    }

    public T Low { get; }

    public T High { get; }

    public ReadOnlySpan<int> Shape => _shape;

    public override bool Contains(NdArray<T> value)
    {
        if (!value.Shape.SequenceEqual(_shape))
            return false;
        foreach (var element in value.Span)
        {
            if (!(element >= Low && element <= High))
                return false;
        }
        return true;
    }

    /// <summary>
    /// Elements uniform over [Low, High]; of integer types every value is equally likely. Where a bound is infinite, within 1 of the other
    /// bound, or of zero.
    /// </summary>
    public override NdArray<T> Sample(Pcg64 random)
    {
        var array = new NdArray<T>(_shape);
        bool integers = T.IsInteger(Low) && T.IsInteger(High) && T.One / (T.One + T.One) == T.Zero;
        double low = double.CreateChecked(Low), high = double.CreateChecked(High);
        if (!double.IsFinite(low))
            low = double.IsFinite(high) ? high - 1 : -1;
        if (!double.IsFinite(high))
            high = double.IsFinite(double.CreateChecked(Low)) ? low + 1 : 1;
        foreach (ref var element in array.Span)
        {
            element = integers
                ? T.CreateChecked(random.Integers(long.CreateChecked(Low), long.CreateChecked(High) + 1))
                : T.CreateChecked(random.Uniform(low, high));
        }
        return array;
    }

    public override string ToString() => $"Box({Low}, {High}, [{string.Join(", ", _shape)}], {typeof(T).Name})";
}
