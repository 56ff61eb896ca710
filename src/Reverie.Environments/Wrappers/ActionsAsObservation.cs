using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>
/// Adds to what is seen a part <c>action_stack</c>: the last few actions, the oldest first, one behind the other. Choices are one-hot
/// vectors, real numbers are themselves. At first all of them are the no-op that is given.
/// </summary>
public sealed class ActionsAsObservation<TObservation, TAction> : Wrapper<TObservation, NamedParts, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    private readonly ActionVector _vector;
    private readonly int _dilation;
    private readonly float[] _noop;
    private readonly float[][] _taken;
    private readonly NdArray<float> _stack;
    private readonly PartAdder<TObservation> _parts;
    private int _newest;

    /// <param name="inner">The environment.</param>
    /// <param name="numStack">How many actions are shown.</param>
    /// <param name="noop">What stands for an action before the first: a choice, a list of choices, or a number or list of numbers.</param>
    /// <param name="dilation">How many steps lie between them.</param>
    /// <exception cref="ArgumentException">The no-op is no action, or a number is not positive.</exception>
    public ActionsAsObservation(Environment<TObservation, TAction> inner, int numStack, IReadOnlyList<double> noop, int dilation = 1) : base(inner)
    {
        if (numStack < 1 || dilation < 1)
            throw new ArgumentException($"At least one action is shown, one step apart: num_stack cannot be {numStack}, nor dilation {dilation}.");
        (_vector, _dilation) = (new(inner.ActionSpace), dilation);
        _noop = new float[_vector.Length];
        _vector.Write(noop, _noop);
        _taken = [.. Enumerable.Range(0, numStack * dilation).Select(_ => new float[_vector.Length])];
        _stack = new(numStack * _vector.Length);
        _parts = new(inner.ObservationSpace, "action_stack", _stack, _vector.SpaceOf(numStack));
    }

    public override DictSpace<NamedParts> ObservationSpace => _parts.Space;

    public override NamedParts Reset(ulong? seed = null)
    {
        var first = Inner.Reset(seed);
        foreach (float[] place in _taken)
            _noop.CopyTo(place, 0);
        Stack();
        return _parts.Add(first);
    }

    public override StepResult<NamedParts> Step(TAction action)
    {
        var result = Inner.Step(action);
        _newest = (_newest + 1) % _taken.Length;
        _vector.Write(action, _taken[_newest]);
        Stack();
        return result.With(_parts.Add(result.Observation));
    }

    private void Stack()
    {
        for (int i = 0; i * _vector.Length < _stack.Length; i++)
            _taken[(_newest + (i + 1) * _dilation) % _taken.Length].CopyTo(_stack.Span[(i * _vector.Length)..]);
    }
}
