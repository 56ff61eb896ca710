namespace Reverie.Environments.Wrappers;

/// <summary>Squashes rewards to between -1 and 1, by the hyperbolic tangent.</summary>
/// <param name="inner">The environment.</param>
public sealed class TanhReward<TObservation, TAction>(Environment<TObservation, TAction> inner) : RewardWrapper<TObservation, TAction>(inner)
    where TObservation : notnull
    where TAction : notnull
{
    protected override double Pay(double reward) => Math.Tanh(reward);
}
