using System.Collections.Concurrent;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>Summaries of runs, read anew only where a file that they come from has another length or time than before. The page asks every few seconds.</summary>
internal sealed class SummaryShelf
{
    private readonly ConcurrentDictionary<string, (Stamp Stamp, RunSummary Summary)> _known = new(StringComparer.Ordinal);

    /// <summary>A run in a line.</summary>
    /// <param name="run">The run.</param>
    /// <param name="training">Paths of the runs that processes train in now.</param>
    public RunSummary Of(RunFolder run, HashSet<string> training)
    {
        // Before it is read: what is written in the meantime is then seen the next time.
        var stamp = Stamp.Of(run);
        bool isTraining = training.Contains(run.Path);
        if (_known.TryGetValue(run.Path, out var known) && known.Stamp == stamp)
            return known.Summary with { IsTraining = isTraining };
        var summary = RunSummary.Of(run, training);
        _known[run.Path] = (stamp, summary);
        return summary;
    }

    /// <summary>Lengths and times of the files that a summary is made of.</summary>
    private sealed record Stamp((long Length, DateTime Time) Metrics, (long Length, DateTime Time) Config, (long Length, DateTime Time) Labels)
    {
        public static Stamp Of(RunFolder run) => new(Of(Path.Combine(run.Logs, JsonLinesWriter.FileName)), Of(run.ConfigFile), Of(Path.Combine(run.Path, "run.json")));

        private static (long, DateTime) Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
        }
    }
}
