using System.Numerics;
using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>A wrapper that changes only actions made of real numbers.</summary>
public abstract class NumbersActionWrapper<TObservation, T> : Wrapper<TObservation, TObservation, NdArray<T>>
    where TObservation : notnull
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NdArray<T> _action;

    /// <param name="inner">The environment.</param>
    /// <exception cref="ArgumentException">Its actions are no real numbers between bounds.</exception>
    private protected NumbersActionWrapper(Environment<TObservation, NdArray<T>> inner) : base(inner)
    {
        Bounds = inner.ActionSpace as Box<T>
            ?? throw new ArgumentException($"Only actions that are real numbers have bounds, not those of {inner.ActionSpace}: leave this wrapper out.");
        _action = new(Bounds.Shape);
    }

    public override Space<TObservation> ObservationSpace => Inner.ObservationSpace;

    public override Saving Saving => Inner.Saving;

    /// <summary>What the environment beneath takes.</summary>
    private protected Box<T> Bounds { get; }

    public override TObservation Reset(ulong? seed = null) => Inner.Reset(seed);

    /// <exception cref="ArgumentOutOfRangeException">The action has another size.</exception>
    public override StepResult<TObservation> Step(NdArray<T> action)
    {
        if (action.Length != _action.Length)
            throw new ArgumentOutOfRangeException(nameof(action), $"An action has {_action.Length} numbers, not {action.Length}.");
        for (int i = 0; i < action.Length; i++)
            _action.Data[i] = Translate(action.Data[i], i);
        return Inner.Step(_action);
    }

    /// <summary>What the environment beneath is given for one number of an action.</summary>
    private protected abstract T Translate(T number, int index);
}
