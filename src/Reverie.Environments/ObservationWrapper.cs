using Reverie.Environments.Arrays;

namespace Reverie.Environments;

/// <summary>A wrapper that changes only what the agent sees, from one observation to the next without a memory.</summary>
public abstract class ObservationWrapper<TInner, TOuter, TAction>(Environment<TInner, TAction> inner) : Wrapper<TInner, TOuter, TAction>(inner)
    where TInner : notnull
    where TOuter : notnull
    where TAction : notnull
{
    public override Saving Saving => Inner.Saving;

    public override TOuter Reset(ulong? seed = null) => Observe(Inner.Reset(seed));

    public override StepResult<TOuter> Step(TAction action)
    {
        var result = Inner.Step(action);
        return result.With(Observe(result.Observation));
    }

    /// <summary>Translates one observation.</summary>
    protected abstract TOuter Observe(TInner observation);
}
