namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>How many gradient steps are due: so many for each step of the policy, with nothing lost to rounding.</summary>
/// <param name="ratio">Gradient steps for a step of the policy.</param>
/// <param name="pretrainSteps">At most so many steps of the policy count at the first call; 0: all.</param>
public sealed class ReplayRatio(double ratio, double pretrainSteps = 0)
{
    /// <summary>Steps of the policy that have been paid for; null before the first call.</summary>
    public double? Paid { get; set; }

    /// <summary>What is due now.</summary>
    /// <param name="steps">Steps of the policy so far.</param>
    public long Due(double steps)
    {
        if (ratio == 0)
            return 0;
        if (Paid is not { } paid)
        {
            Paid = steps;
            return (long)((pretrainSteps > 0 ? Math.Min(pretrainSteps, steps) : steps) * ratio);
        }
        long due = (long)((steps - paid) * ratio);
        Paid = paid + (due / ratio);
        return due;
    }
}
