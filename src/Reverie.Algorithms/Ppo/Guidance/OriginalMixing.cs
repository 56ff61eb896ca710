namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>
/// The founding project's mixing: logits + v (|l| / |v|) anneal m, with v = score m where it is above a threshold. The size of v cancels, so
/// that the strength hangs on how many actions are advised, and it vanishes where the logits are small, as at the start.
/// </summary>
internal static class OriginalMixing
{
    private const double AnnealedRollouts = 700;

    /// <summary>((700 - rollout) / 700)², 0 from 700 on, 1 where no rollout is counted.</summary>
    internal static double Anneal(int? rollout) => rollout switch
    {
        null => 1,
        < (int)AnnealedRollouts => Math.Pow((AnnealedRollouts - rollout.Value) / AnnealedRollouts, 2),
        _ => 0,
    };

    /// <summary>v: the scores that count.</summary>
    /// <returns>Whether there are any.</returns>
    internal static bool Advice(ReadOnlySpan<float> scores, double threshold, double modifier, Span<float> advice)
    {
        bool any = false;
        for (int i = 0; i < scores.Length; i++)
        {
            advice[i] = scores[i] > threshold ? (float)(scores[i] * modifier) : 0;
            any |= advice[i] != 0;
        }
        return any;
    }

    /// <summary>Moves the logits.</summary>
    /// <param name="logits">[A]; changed in place.</param>
    /// <param name="advice">v, [A], not all zero.</param>
    /// <param name="anneal">From 0 to 1.</param>
    /// <param name="modifier">m.</param>
    internal static void Move(Span<double> logits, ReadOnlySpan<float> advice, double anneal, double modifier)
    {
        double own = 0, other = 0;
        for (int i = 0; i < logits.Length; i++)
            (own, other) = (own + (logits[i] * logits[i]), other + ((double)advice[i] * advice[i]));
        double scale = Math.Sqrt(own) / Math.Sqrt(other) * anneal * modifier;
        for (int i = 0; i < logits.Length; i++)
            logits[i] += advice[i] * scale;
    }
}
