using System.Globalization;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Cli.Results;

/// <summary>One metric of one run over its life.</summary>
/// <param name="Name">The run's label.</param>
/// <param name="Points">Step and value, in order.</param>
internal sealed record LearningCurve(string Name, IReadOnlyList<(double Step, double Value)> Points)
{
    /// <summary>Reads a metric from a run's metrics.jsonl.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metric">Its name, such as <c>test_dataset/success</c>.</param>
    /// <param name="steps">The metric that counts, such as <c>train_dataset/steps</c>.</param>
    /// <exception cref="InvalidDataException">The run logged no such metric, or the file is damaged.</exception>
    internal static LearningCurve Read(RunFolder run, string metric, string steps)
    {
        var points = new List<(double, double)>();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var numbers in ReadNumbers(run))
        {
            known.UnionWith(numbers.Keys);
            if (numbers.TryGetValue(metric, out double value) && numbers.TryGetValue(steps, out double step))
                points.Add((step, value));
        }
        return points.Count > 0
            ? new(NameOf(run), points)
            : throw new InvalidDataException(
                $"The run '{run.Path}' logged no '{(known.Contains(metric) ? steps : metric)}'; it has {string.Join(", ", known)}.");
    }

    /// <summary>The last value of a metric; null where the run never logged it.</summary>
    /// <exception cref="InvalidDataException">There are no numbers, or the file is damaged.</exception>
    internal static double? Find(RunFolder run, string metric)
    {
        double? last = null;
        foreach (var numbers in ReadNumbers(run))
            last = numbers.TryGetValue(metric, out double value) ? value : last;
        return last;
    }

    /// <summary>What a run logged, in order.</summary>
    internal static IEnumerable<string> Names(RunFolder run) => new SortedSet<string>(ReadNumbers(run).SelectMany(numbers => numbers.Keys), StringComparer.Ordinal);

    /// <summary>Day and time, as a run is told from others.</summary>
    internal static string NameOf(RunFolder run) => Path.GetFileName(Path.GetDirectoryName(run.Path)) + "/" + Path.GetFileName(run.Path);

    private static IEnumerable<IReadOnlyDictionary<string, double>> ReadNumbers(RunFolder run) => MetricsReader.Read(run).Select(line => line.Numbers);

    /// <summary>The first step from which on every value is at least the threshold; null if there is none.</summary>
    internal double? ReachedAt(double threshold)
    {
        int last = Points.Count;
        while (last > 0 && Points[last - 1].Value >= threshold)
            last--;
        return last < Points.Count ? Points[last].Step : null;
    }

    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
