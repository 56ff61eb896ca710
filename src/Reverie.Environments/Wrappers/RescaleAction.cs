using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Takes actions within bounds of one's own choice, which are stretched to those of the environment.</summary>
public sealed class RescaleAction<TObservation, T> : NumbersActionWrapper<TObservation, T>
    where TObservation : notnull
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _slopes, _intercepts;

    /// <param name="inner">The environment.</param>
    /// <param name="minAction">The least number of an action.</param>
    /// <param name="maxAction">The greatest number of an action.</param>
    /// <exception cref="ArgumentException">The environment's actions have no bounds, or those given are no range.</exception>
    public RescaleAction(Environment<TObservation, NdArray<T>> inner, double minAction = -1, double maxAction = 1) : base(inner)
    {
        if (!(minAction < maxAction) || !double.IsFinite(maxAction - minAction))
            throw new ArgumentException($"Actions cannot lie between {minAction} and {maxAction}: give min_action and a greater max_action.");
        T min = T.CreateChecked(minAction), max = T.CreateChecked(maxAction);
        (T Low, T High)[] bounds = [.. Enumerable.Range(0, new NdArray<T>(Bounds.Shape).Length).Select(Bounds.Bounds)];
        if (bounds.Any(pair => !T.IsFinite(pair.High - pair.Low)))
            throw new ArgumentException($"Actions of {Bounds} have no bounds to be stretched to: leave this wrapper out.");
        _slopes = [.. bounds.Select(pair => (pair.High - pair.Low) / (max - min))];
        _intercepts = [.. bounds.Zip(_slopes, (pair, slope) => slope * -min + pair.Low)];
        ActionSpace = new Box<T>(min, max, Bounds.Shape);
    }

    public override Space<NdArray<T>> ActionSpace { get; }

    private protected override T Translate(T number, int index) => _slopes[index] * number + _intercepts[index];
}
