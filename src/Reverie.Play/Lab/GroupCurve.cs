using Reverie.Training.Evaluation;
using Reverie.Training.Metrics;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>The mean curve of runs that differ in their seeds only, with 95 % bootstrap intervals.</summary>
/// <param name="Name">The group's label, or the run's.</param>
/// <param name="Runs">How many runs logged the metric.</param>
/// <param name="X">Steps.</param>
/// <param name="Mean">Means over runs.</param>
/// <param name="Low">Lower ends; the mean where there is one run only.</param>
/// <param name="High">Upper ends.</param>
/// <param name="Last">Of the last value of each run.</param>
public sealed record GroupCurve(
    string Name, int Runs, IReadOnlyList<double> X, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High, Interval Last)
{
    private const int Points = 80;
    private const int Resamples = 1000;

    /// <summary>Groups runs by their label; those without a label stand for themselves.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="metric">What to draw.</param>
    /// <param name="steps">What counts along the horizontal axis.</param>
    internal static List<GroupCurve> Of(IEnumerable<RunFolder> runs, string metric, string steps) =>
    [
        .. runs.GroupBy(run => run.Metadata.Group ?? RunShelf.IdOf(run), StringComparer.Ordinal)
            .Select(group => MeanOf(group.Key, [.. group.Select(run => PointsOf(run, metric, steps)).Where(points => points.Count > 0)], metric))
            .OfType<GroupCurve>(),
    ];

    private static List<(double X, double Y)> PointsOf(RunFolder run, string metric, string steps)
    {
        var points = new List<(double, double)>();
        foreach (var line in MetricsReader.ReadFrom(run).Lines)
        {
            if (CommonNames.TryGet(line.Numbers, metric, out double y) && CommonNames.TryGet(line.Numbers, steps, out double x))
                points.Add((x, y));
        }
        return points;
    }

    /// <summary>Where all runs have begun and none has ended, each with its latest value.</summary>
    private static GroupCurve? MeanOf(string name, List<List<(double X, double Y)>> runs, string metric)
    {
        if (runs.Count == 0)
            return null;
        double from = runs.Max(points => points[0].X), to = runs.Min(points => points.Max(point => point.X));
        double[] x = runs.Count == 1 ? [.. runs[0].Select(point => point.X)]
            : [.. Enumerable.Range(0, Points).Select(i => from + ((to - from) * i / (Points - 1))).Distinct()];
        var random = new SeededRandom(0, metric);
        var bands = x.Select((at, i) => runs.Count == 1 ? new Interval(runs[0][i].Y, runs[0][i].Y, runs[0][i].Y) : At(at)).ToList();
        double[] last = [.. runs.Select(points => points[^1].Y)];
        return new(
            name, runs.Count, x, [.. bands.Select(band => band.Estimate)], [.. bands.Select(band => band.Low)], [.. bands.Select(band => band.High)],
            Statistics.Mean(last, new SeededRandom(0, metric)));

        Interval At(double step)
        {
            double[] values = [.. runs.Select(points => points.Last(point => point.X <= step || point == points[0]).Y)];
            return Statistics.Mean(values, random, Resamples);
        }
    }
}
