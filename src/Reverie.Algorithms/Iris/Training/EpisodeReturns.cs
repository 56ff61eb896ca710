using System.Runtime.CompilerServices;
using Reverie.Training.Data;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>
/// Discounted returns G_t = r_t + γ G_{t+1} of episodes, computed once for each as long as it lives. What follows the last step counts
/// nothing, however the episode ended.
/// </summary>
internal sealed class EpisodeReturns(double gamma)
{
    private readonly ConditionalWeakTable<Episode, float[]> _known = [];

    /// <summary>The return from a step on.</summary>
    internal float At(Episode episode, int step) => _known.GetValue(episode, Compute)[step];

    private float[] Compute(Episode episode)
    {
        float[] returns = new float[episode.Length];
        double next = 0;
        for (int t = episode.Length - 1; t >= 0; t--)
        {
            next = episode.Rewards[t] + (gamma * next);
            returns[t] = (float)next;
        }
        return returns;
    }
}
