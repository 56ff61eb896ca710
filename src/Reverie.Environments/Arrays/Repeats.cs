namespace Reverie.Environments.Arrays;

/// <summary>Taking an action several times where nothing knows a quicker way.</summary>
internal static class Repeats
{
    /// <inheritdoc cref="IArrayEnvironment.Repeat"/>
    public static StepSignal OneByOne(
        IArrayEnvironment environment, ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times)
    {
        double sum = 0;
        StepSignal signal = default;
        for (times = 0; times < rewards.Length && !signal.Done; times++)
        {
            if (times > 0 && times == rewards.Length - 1)
                last.CopyTo(previous);
            signal = environment.Step(action, last);
            sum += rewards[times] = signal.Reward;
        }
        return signal with { Reward = sum };
    }
}
