using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Experiments;

/// <summary>A metric of one run, over steps and over the time that it trained.</summary>
/// <param name="Points">Steps, seconds of training and value, in order.</param>
public sealed record CellCurve(IReadOnlyList<(double Steps, double Seconds, double Value)> Points)
{
    /// <summary>What was logged last, by the name of each metric.</summary>
    public IReadOnlyDictionary<string, double> Last { get; private init; } = new Dictionary<string, double>();

    /// <summary>Reads it from a run's log.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metric">What is measured.</param>
    /// <param name="sessions">When processes began to work on it. The time between them, and what was lost with a killed one, does not count.</param>
    /// <exception cref="InvalidDataException">The log is damaged or has no such metric.</exception>
    public static CellCurve Read(RunFolder run, MetricOptions metric, IReadOnlyList<CellSession> sessions)
    {
        var clock = new TrainingClock(sessions);
        var points = new List<(double, double, double)>();
        var last = new SortedDictionary<string, double>(StringComparer.Ordinal);
        double steps = double.NaN;
        foreach (var line in MetricsReader.Read(run))
        {
            foreach (var (name, number) in line.Numbers)
                last[name] = number;
            double seconds = clock.At(line.Time);
            steps = line.Numbers.TryGetValue(metric.Steps, out double counted) ? counted : steps;
            if (line.Numbers.TryGetValue(metric.Name, out double value) && !double.IsNaN(steps))
                points.Add((steps, seconds, value));
        }
        return points.Count > 0
            ? new(points) { Last = last }
            : throw new InvalidDataException($"The run '{run.Path}' logged no '{metric.Name}' with '{metric.Steps}'; it has {string.Join(", ", last.Keys)}.");
    }
}
