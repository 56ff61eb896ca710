using Reverie.Environments.Arrays;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>A wrapper that changes only what is paid.</summary>
/// <param name="inner">The environment.</param>
public abstract class RewardWrapper<TObservation, TAction>(Environment<TObservation, TAction> inner) : Wrapper<TObservation, TObservation, TAction>(inner)
    where TObservation : notnull
    where TAction : notnull
{
    public override Space<TObservation> ObservationSpace => Inner.ObservationSpace;

    public override Saving Saving => Inner.Saving;

    public override TObservation Reset(ulong? seed = null) => Inner.Reset(seed);

    public override StepResult<TObservation> Step(TAction action)
    {
        var result = Inner.Step(action);
        return result with { Reward = Pay(result.Reward) };
    }

    /// <summary>What is paid in place of a reward.</summary>
    protected abstract double Pay(double reward);
}
