using Reverie.Training.Comparison;
using Reverie.Training.Experiments;
using Reverie.Training.Randomness;
using ScottPlot;

namespace Reverie.Cli.Experiments;

/// <summary>An experiment's figures, each as PNG and as SVG.</summary>
internal static class ExperimentFigures
{
    private const int Width = 800, Height = 480, Places = 60;
    private const int Repetitions = 500;

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted];

    // Okabe and Ito's colours, which the colour-blind can tell apart.
    private static readonly Color[] Colors =
        [.. ((string[])["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]).Select(Color.FromHex)];

    /// <summary>Draws what there are results for.</summary>
    /// <returns>Captions with the names of PNG files; SVG files lie beside them.</returns>
    internal static IReadOnlyList<(string Caption, string File)> Draw(ExperimentResults results, string folder, string name)
    {
        var figures = new List<(string, string)>();
        foreach (var (axis, word, caption) in ((Axis, string, string)[])[(Axis.Steps, "steps", "over steps"), (Axis.Seconds, "time", "over minutes of training")])
        {
            if (Curves(results, axis) is not { } plot)
                continue;
            figures.Add(($"{results.Experiment.Options.Metric.Name} {caption}, mean and 95 % band", Save(plot, folder, $"{name}-{word}")));
        }
        if (results.Experiment.Environments.Count > 1 && results.Experiment.Options.Metric.IsNormalised && Profiles(results) is { } profiles)
            figures.Add(("performance profiles: share of runs above each score, with 95 % bands", Save(profiles, folder, $"{name}-profile")));
        return figures;
    }

    private static Plot? Curves(ExperimentResults results, Axis axis)
    {
        var metric = results.Experiment.Options.Metric;
        if (results.Common(axis) is null)
            return null;
        var (scaled, unit) = axis == Axis.Steps ? (1.0, metric.Steps) : (60.0, "minutes of training");
        bool isOne = results.Experiment.Environments.Count == 1;
        var plot = Begin(results, unit, isOne || !metric.IsNormalised ? metric.Name : $"{metric.Name}, normalised");
        foreach (var (index, arm) in results.Experiment.Arms.Index())
        {
            var byTask = results.Experiment.Environments.Select(environment => results.Curves(arm, environment).Select(
                curve => (IReadOnlyList<(double, double)>)[.. ExperimentResults.Points(curve, axis).Select(point =>
                    (point.At, isOne ? point.Value : metric.Normalise(environment, point.Value)))]).ToList()).ToList();
            if (byTask.Any(runs => runs.Count == 0))
                continue;
            // As far as there is something of all its runs.
            double start = byTask.Max(runs => runs.Max(points => points[0].Item1)), end = byTask.Min(runs => runs.Min(points => points[^1].Item1));
            double[] grid = [.. Enumerable.Range(0, Places + 1).Select(place => Math.Min(start, end) + ((end - Math.Min(start, end)) * place / Places))];
            var curve = EfficiencyCurve.Of(byTask, grid, Aggregates.Mean, new Bootstrap(new SeededRandom(0, arm), Repetitions));
            Add(plot, arm, index, [.. grid.Select(at => at / scaled)], curve.Bands);
        }
        return plot;
    }

    private static Plot? Profiles(ExperimentResults results)
    {
        if (results.Common(Axis.Steps) is not { } at)
            return null;
        var all = results.Experiment.Arms.Select(arm => (Arm: arm, Scores: results.Scores(arm, Axis.Steps, at))).Where(entry => entry.Scores is not null).ToList();
        if (all.Count == 0)
            return null;
        double low = Math.Min(0, all.Min(entry => entry.Scores!.Sorted()[0])), high = Math.Max(1, all.Max(entry => entry.Scores!.Sorted()[^1]));
        double[] thresholds = [.. Enumerable.Range(0, Places + 1).Select(place => low + ((high - low) * place / Places))];
        var plot = Begin(results, "normalised score", "share of runs above it");
        foreach (var (index, entry) in all.Index())
        {
            var bands = new Bootstrap(new SeededRandom(0, entry.Arm), Repetitions).Intervals(entry.Scores!, scores => Aggregates.Profile(scores, thresholds));
            Add(plot, entry.Arm, index, thresholds, bands);
        }
        return plot;
    }

    private static Plot Begin(ExperimentResults results, string horizontal, string vertical)
    {
        var plot = new Plot();
        plot.Title($"{results.Experiment.Name}, {results.Experiment.ScaleName}");
        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        return plot;
    }

    private static void Add(Plot plot, string name, int index, double[] x, IReadOnlyList<Training.Evaluation.Interval> bands)
    {
        var color = Colors[index % Colors.Length];
        var fill = plot.Add.FillY(x, [.. bands.Select(band => band.Low)], [.. bands.Select(band => band.High)]);
        fill.FillColor = color.WithAlpha(0.2);
        fill.LineWidth = 0;
        var line = plot.Add.ScatterLine(x, [.. bands.Select(band => band.Estimate)], color);
        line.LegendText = name;
        line.LineWidth = 2;
        line.LinePattern = Patterns[index / Colors.Length % Patterns.Length];
    }

    private static string Save(Plot plot, string folder, string name)
    {
        plot.ShowLegend(Edge.Right);
        plot.SavePng(Path.Combine(folder, name + ".png"), Width, Height);
        plot.SaveSvg(Path.Combine(folder, name + ".svg"), Width, Height);
        return name + ".png";
    }
}
