using System.Diagnostics;

namespace Reverie.Cli.Bench;

/// <summary>Honest timing of small pieces of code: one warm-up, then the median of several rounds.</summary>
internal static class Stopwatches
{
    /// <summary>Seconds of one call.</summary>
    internal static double Median(Action body, int rounds = 5, int callsPerRound = 1)
    {
        body();
        double[] seconds = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < callsPerRound; call++)
                body();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / callsPerRound;
        }
        Array.Sort(seconds);
        return seconds[rounds / 2];
    }
}
