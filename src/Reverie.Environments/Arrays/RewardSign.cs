namespace Reverie.Environments.Arrays;

/// <summary>Pays the sign of each reward, -1, 0 or 1, as is usual in Atari games. What is not finite stays as it is, to be noticed.</summary>
/// <param name="inner">The environment beneath.</param>
public sealed class RewardSign(IArrayEnvironment inner) : ArrayDecorator(inner)
{
    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, observation);
        return signal with { Reward = SignOf(signal.Reward) };
    }

    public override StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times)
    {
        var signal = Inner.Repeat(action, rewards, previous, last, out times);
        double sum = 0;
        foreach (ref double reward in rewards[..times])
            sum += reward = SignOf(reward);
        return signal with { Reward = sum };
    }

    private static double SignOf(double reward) => double.IsFinite(reward) ? Math.Sign(reward) : reward;
}
