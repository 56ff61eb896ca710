namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Scores as a distribution to be mixed in.</summary>
internal static class SoundMixing
{
    /// <summary>q = softmax(scores / T).</summary>
    /// <param name="scores">[A]</param>
    /// <param name="temperature">T.</param>
    /// <param name="advice">Receives q, [A].</param>
    /// <returns>False where the scores tell nothing apart: the advice then weighs nothing.</returns>
    internal static bool Distribution(ReadOnlySpan<float> scores, double temperature, Span<float> advice)
    {
        float largest = float.NegativeInfinity, least = float.PositiveInfinity;
        foreach (float score in scores)
            (largest, least) = (Math.Max(largest, score), Math.Min(least, score));
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
            sum += advice[i] = (float)Math.Exp((scores[i] - largest) / temperature);
        for (int i = 0; i < scores.Length; i++)
            advice[i] = (float)(advice[i] / sum);
        return largest > least;
    }
}
