using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Takes each action several times, until the episode ends, and pays the sum; what is seen is the last observation.</summary>
public sealed class RepeatAction<TObservation, TAction> : Wrapper<TObservation, TObservation, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    private readonly double[] _rewards;

    /// <param name="inner">The environment.</param>
    /// <param name="amount">How often, at least once.</param>
    public RepeatAction(Environment<TObservation, TAction> inner, int amount) : base(inner) => _rewards = amount > 0
        ? new double[amount]
        : throw new ArgumentException($"An action is taken at least once: amount cannot be {amount}.");

    public override Space<TObservation> ObservationSpace => Inner.ObservationSpace;

    public override Arrays.Saving Saving => Inner.Saving;

    public override TObservation Reset(ulong? seed = null) => Inner.Reset(seed);

    public override StepResult<TObservation> Step(TAction action)
    {
        if (Inner is IRepeatsActions<TObservation, TAction> { CanRepeat: true } repeating)
            return repeating.Repeat(action, _rewards).Last;
        var result = Inner.Step(action);
        for (int i = 1; i < _rewards.Length && !result.Done; i++)
        {
            var next = Inner.Step(action);
            result = next with { Reward = result.Reward + next.Reward };
        }
        return result;
    }
}
