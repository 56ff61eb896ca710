using System.Globalization;
using System.Text.Json;
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
    /// <exception cref="InvalidDataException">The run logged no such metric.</exception>
    internal static LearningCurve Read(RunFolder run, string metric, string steps)
    {
        string path = Path.Combine(run.Logs, JsonLinesWriter.FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"The run '{run.Path}' has no {JsonLinesWriter.FileName}; it was made with wandb.mode=disabled or has not begun.");
        var points = new List<(double, double)>();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            foreach (var property in json.RootElement.EnumerateObject())
                known.Add(property.Name);
            if (json.RootElement.TryGetProperty(metric, out var value) && json.RootElement.TryGetProperty(steps, out var step))
                points.Add((step.GetDouble(), value.GetDouble()));
        }
        return points.Count > 0
            ? new(Path.GetFileName(Path.GetDirectoryName(run.Path)) + "/" + Path.GetFileName(run.Path), points)
            : throw new InvalidDataException($"The run '{run.Path}' logged no '{metric}'; it has {string.Join(", ", known)}.");
    }

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
