namespace Reverie.Environments.Wrappers;

/// <summary>Keeps rewards within bounds.</summary>
public sealed class ClipReward<TObservation, TAction> : RewardWrapper<TObservation, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    private readonly double _min, _max;

    /// <param name="inner">The environment.</param>
    /// <param name="minReward">The least reward; null for none.</param>
    /// <param name="maxReward">The greatest reward; null for none.</param>
    /// <exception cref="ArgumentException">There is no bound, or the lower one is above the upper one.</exception>
    public ClipReward(Environment<TObservation, TAction> inner, double? minReward = null, double? maxReward = null) : base(inner)
    {
        (_min, _max) = (minReward ?? double.NegativeInfinity, maxReward ?? double.PositiveInfinity);
        if ((minReward ?? maxReward) is null || !(_min <= _max))
            throw new ArgumentException($"Rewards cannot be kept between {_min} and {_max}: give min_reward, or max_reward, or both, the greater one last.");
    }

    protected override double Pay(double reward) => Math.Clamp(reward, _min, _max);
}
