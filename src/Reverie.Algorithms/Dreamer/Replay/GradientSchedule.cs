using Reverie.Algorithms.Dreamer.Options;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>When actions are random, how many gradient steps each step of the environments brings, and when the slow copy of the critic moves.</summary>
/// <param name="options">Replay ratio, learning starts, the slow copy's settings.</param>
/// <param name="environments">How many environments take a step together.</param>
public sealed class GradientSchedule(DreamerAlgoOptions options, int environments)
{
    private long LearningStarts => options.LearningStarts / environments;

    /// <summary>Steps that have been paid for.</summary>
    public ReplayRatio Ratio { get; } = new(options.ReplayRatio, options.PerRankPretrainSteps);

    /// <param name="iteration">From 1.</param>
    public bool IsRandom(long iteration) => iteration <= LearningStarts;

    /// <summary>Gradient steps behind an iteration.</summary>
    /// <param name="iteration">From 1.</param>
    public long Due(long iteration)
    {
        if (iteration < LearningStarts)
            return 0;
        long prefill = LearningStarts - (LearningStarts > 0 ? 1 : 0);
        return Math.Max(0, Ratio.Due((iteration - prefill) * environments));
    }

    /// <summary>Gradient steps of a whole run, to the nearest one.</summary>
    /// <param name="steps">Steps of the policy.</param>
    public long Total(long steps) => Math.Max(1, (long)Math.Round((steps - Math.Min(steps, options.LearningStarts)) * options.ReplayRatio));

    /// <summary>How far the slow copy moves before a gradient step; null: not at all. It begins as a copy.</summary>
    /// <param name="done">Gradient steps taken.</param>
    public double? TargetShare(long done) =>
        done % options.Critic.PerRankTargetNetworkUpdateFreq != 0 ? null : done == 0 ? 1 : options.Critic.Tau;
}
