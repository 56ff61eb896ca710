using System.Numerics;
using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>
/// Lets an agent that chooses one action of several act where actions are real numbers: each number takes a few values evenly from its
/// least to its greatest, and a choice is one combination, the last number changing fastest.
/// </summary>
public sealed class DiscreteActions<TObservation, TNumber> : Environment<TObservation, int>, IWrapper
    where TObservation : notnull
    where TNumber : unmanaged, INumber<TNumber>
{
    private const int MostChoices = 4096;

    private readonly Environment<TObservation, NdArray<TNumber>> _inner;
    private readonly TNumber[][] _values;
    private readonly NdArray<TNumber> _action;

    /// <param name="inner">An environment whose actions are bounded real numbers.</param>
    /// <param name="bins">How many values each number takes, at least 2.</param>
    /// <exception cref="ArgumentException">There are no bounds, or too few or too many choices.</exception>
    public DiscreteActions(Environment<TObservation, NdArray<TNumber>> inner, int bins = 3)
    {
        _inner = inner;
        if (inner.ActionSpace is not Box<TNumber> box)
            throw new ArgumentException($"It needs actions between bounds, not {inner.ActionSpace}.");
        _action = new(box.Shape);
        double choices = Math.Pow(bins, _action.Length);
        if (bins < 2 || choices > MostChoices)
        {
            throw new ArgumentException(
                $"Each number takes 2 values or more, and there are at most {MostChoices} choices: bins={bins} of {_action.Length} numbers does not fit.");
        }
        _values = [.. Enumerable.Range(0, _action.Length).Select(number => Spread(box.Bounds(number), bins))];
        ActionSpace = new((int)choices);
    }

    IEnvironment IWrapper.Inner => _inner;

    public override IEnvironment Unwrapped => _inner.Unwrapped;

    public override Space<TObservation> ObservationSpace => _inner.ObservationSpace;

    public override Discrete ActionSpace { get; }

    public override Pcg64 Random => _inner.Random;

    public override Saving Saving => _inner.Saving;

    public override TObservation Reset(ulong? seed = null) => _inner.Reset(seed);

    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public override StepResult<TObservation> Step(int action)
    {
        if (!ActionSpace.Contains(action))
            throw new ArgumentOutOfRangeException(nameof(action), $"There is no action {action}: use 0 to {ActionSpace.Count - 1}.");
        for (int number = _values.Length - 1; number >= 0; number--)
        {
            (action, int value) = Math.DivRem(action, _values[number].Length);
            _action.Data[number] = _values[number][value];
        }
        return _inner.Step(_action);
    }

    public override NdArray<byte> Render() => _inner.Render();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private static TNumber[] Spread((TNumber Low, TNumber High) bounds, int count)
    {
        double low = double.CreateChecked(bounds.Low), high = double.CreateChecked(bounds.High);
        return double.IsFinite(low) && double.IsFinite(high)
            ? [.. Enumerable.Range(0, count).Select(i => TNumber.CreateChecked(low + (high - low) * i / (count - 1)))]
            : throw new ArgumentException($"It needs actions between bounds, not between {bounds.Low} and {bounds.High}.");
    }
}
