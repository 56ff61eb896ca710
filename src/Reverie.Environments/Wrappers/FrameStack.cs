using System.Numerics;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>
/// Shows the last few observations, the oldest first: [num_stack, ...]. The first observation of an episode fills all places. With a
/// dilation of d every d-th of them is shown, the newest being one of them.
/// </summary>
public sealed class FrameStack<T, TAction> : Wrapper<NdArray<T>, NdArray<T>, TAction>
    where T : unmanaged, INumber<T>
    where TAction : notnull
{
    private readonly int _dilation, _length;
    private readonly T[][] _seen;
    private readonly NdArray<T> _stack;
    private int _newest;

    /// <param name="inner">An environment that shows arrays.</param>
    /// <param name="numStack">How many observations are shown.</param>
    /// <param name="dilation">How many steps lie between them.</param>
    /// <exception cref="ArgumentException">It does not, or a number is not positive.</exception>
    public FrameStack(Environment<NdArray<T>, TAction> inner, int numStack, int dilation = 1) : base(inner)
    {
        if (numStack < 1 || dilation < 1)
            throw new ArgumentException($"Stacks hold at least one observation, one step apart: num_stack cannot be {numStack}, nor dilation {dilation}.");
        if (inner.ObservationSpace is not Box<T> box)
            throw new ArgumentException($"Observations of {inner.ObservationSpace} cannot be stacked: leave this wrapper out.");
        (_dilation, _length) = (dilation, new NdArray<T>(box.Shape).Length);
        _seen = [.. Enumerable.Range(0, numStack * dilation).Select(_ => new T[_length])];
        _stack = new([numStack, .. box.Shape]);
        ObservationSpace = SpaceOf(box, numStack);
    }

    public override Space<NdArray<T>> ObservationSpace { get; }

    public override NdArray<T> Reset(ulong? seed = null)
    {
        var first = Inner.Reset(seed);
        foreach (var place in _seen)
            first.Span.CopyTo(place);
        return Stack();
    }

    public override StepResult<NdArray<T>> Step(TAction action)
    {
        var result = Inner.Step(action);
        _newest = (_newest + 1) % _seen.Length;
        result.Observation.Span.CopyTo(_seen[_newest]);
        return result.With(Stack());
    }

    private NdArray<T> Stack()
    {
        for (int i = 0; i * _length < _stack.Length; i++)
            _seen[(_newest + (i + 1) * _dilation) % _seen.Length].CopyTo(_stack.Span[(i * _length)..]);
        return _stack;
    }

    private Box<T> SpaceOf(Box<T> box, int numStack)
    {
        NdArray<T> low = new(_stack.Shape), high = new(_stack.Shape);
        for (int i = 0; i < numStack * _length; i++)
            (low.Data[i], high.Data[i]) = box.Bounds(i % _length);
        return new(low, high);
    }
}
