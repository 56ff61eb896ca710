using Reverie.Training.Evaluation;

namespace Reverie.Training.Comparison;

/// <summary>A sample-efficiency curve: an aggregate of all runs after so many steps, with a band.</summary>
/// <param name="Grid">Steps, or seconds.</param>
/// <param name="Bands">The estimate and its interval at each.</param>
public sealed record EfficiencyCurve(IReadOnlyList<double> Grid, IReadOnlyList<Interval> Bands)
{
    /// <summary>Aggregates curves. A resample takes whole runs, so that the band is one of curves, as in rliable.</summary>
    /// <param name="byTask">[task][run]: points in order, each with at least one.</param>
    /// <param name="grid">Where the curve is wanted.</param>
    /// <param name="aggregate">Of the runs' values at one place.</param>
    /// <param name="bootstrap">Draws the runs.</param>
    public static EfficiencyCurve Of(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<(double At, double Value)>>> byTask, IReadOnlyList<double> grid, Func<Scores, double> aggregate,
        Bootstrap bootstrap)
    {
        // [place] of scores.
        var places = grid.Select(at => new Scores(byTask.Select(runs => runs.Select(points => ValueAt(points, at)).ToArray()))).ToList();
        return new(grid, bootstrap.Intervals(places[0].Runs, draw => [.. places.Select(scores => aggregate(scores.Take(draw)))]));
    }

    /// <summary>What was measured last, up to there; before the first measurement, the first.</summary>
    public static double ValueAt(IReadOnlyList<(double At, double Value)> points, double at)
    {
        double value = points[0].Value;
        foreach (var (where, measured) in points)
        {
            if (where > at)
                break;
            value = measured;
        }
        return value;
    }
}
