namespace Reverie.Environments.Arrays;

/// <summary>Pays the sign of each reward, -1, 0 or 1, as is usual in Atari games. What is not finite stays as it is, to be noticed.</summary>
/// <param name="inner">The environment beneath.</param>
public sealed class RewardSign(IArrayEnvironment inner) : ArrayDecorator(inner)
{
    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, observation);
        return double.IsFinite(signal.Reward) ? signal with { Reward = Math.Sign(signal.Reward) } : signal;
    }
}
