using System.Globalization;
using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;
using ScottPlot;

namespace Reverie.Cli.Sweeps;

/// <summary>A search's figures, each as PNG and as SVG: the curves of all runs, and the metric over each range that was searched.</summary>
internal static class SweepFigures
{
    private const int Width = 800, Height = 480;
    private static readonly Color Best = Color.FromHex("#D55E00"), Other = Color.FromHex("#0072B2");

    /// <returns>Captions with the names of PNG files; SVG files lie beside them.</returns>
    internal static IReadOnlyList<(string Caption, string File)> Draw(SweepProgress progress, ExperimentStore store, string folder)
    {
        var (plan, metric) = (progress.Plan, progress.Plan.Options.Metric);
        var figures = new List<(string, string)>();
        if (Curves(progress, store) is { } curves)
            figures.Add(($"{metric.Name} of every run; those of the best setting in orange", Save(curves, folder, $"{plan.Name}-curves")));
        foreach (var (index, (key, parameter)) in plan.Options.Space.Index())
        {
            if (parameter.IsRange && Range(progress, index, parameter.IsLogarithmic) is { } plot)
                figures.Add(($"{metric.Name} over {key}, a point for each setting, as far as it came; the best in orange", Save(plot, folder, $"{plan.Name}-{index + 1}")));
        }
        return figures;
    }

    private static Plot? Curves(SweepProgress progress, ExperimentStore store)
    {
        var metric = progress.Plan.Options.Metric;
        var plot = Begin(progress, metric.Steps);
        bool isEmpty = true;
        // The best ones last, so that nothing hides them.
        foreach (var cell in store.Experiment.Cells.OrderBy(cell => cell.Arm == progress.Best?.Trial.Name))
        {
            var (run, record) = (store.FolderOf(cell).Run, store.FolderOf(cell).Record);
            if (run is null || record is null || Read(run, metric, record) is not { } curve)
                continue;
            isEmpty = false;
            bool isBest = cell.Arm == progress.Best?.Trial.Name;
            double[] x = [.. curve.Points.Select(point => point.Steps)], y = [.. curve.Points.Select(point => point.Value)];
            var line = plot.Add.Scatter(x, y, isBest ? Best : Other.WithAlpha(0.5));
            line.MarkerSize = 4; // A run that ended with its first rung is a point.
            line.LineWidth = isBest ? 2.5f : 1;
        }
        return isEmpty ? null : plot;
    }

    private static CellCurve? Read(Training.Runs.RunFolder run, MetricOptions metric, CellRecord record)
    {
        try
        {
            return CellCurve.Read(run, metric, record.Sessions);
        }
        catch (InvalidDataException)
        {
            return null; // Nothing was measured.
        }
    }

    private static Plot? Range(SweepProgress progress, int index, bool isLogarithmic)
    {
        var (key, _) = progress.Plan.Trials[0].Settings[index];
        var points = progress.Plan.Trials.Select(trial => (
            Trial: trial, X: double.Parse(trial.Settings[index].Value, CultureInfo.InvariantCulture), Y: progress.LastOf(trial).Result.Mean))
            .Where(point => point.Y is not null).ToList();
        if (points.Count == 0)
            return null;
        var plot = Begin(progress, key);
        foreach (var (trial, x, y) in points)
        {
            bool isBest = trial == progress.Best?.Trial;
            plot.Add.Marker(isLogarithmic ? Math.Log10(x) : x, y!.Value, MarkerShape.FilledCircle, isBest ? 12 : 8, isBest ? Best : Other);
        }
        if (isLogarithmic)
        {
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = power => Math.Pow(10, power).ToString("G2", CultureInfo.InvariantCulture),
            };
        }
        return plot;
    }

    private static Plot Begin(SweepProgress progress, string horizontal)
    {
        var plot = new Plot();
        plot.Title(progress.Plan.Name);
        plot.XLabel(horizontal);
        plot.YLabel(progress.Plan.Options.Metric.Name);
        return plot;
    }

    private static string Save(Plot plot, string folder, string name)
    {
        plot.SavePng(Path.Combine(folder, name + ".png"), Width, Height);
        plot.SaveSvg(Path.Combine(folder, name + ".svg"), Width, Height);
        return name + ".png";
    }
}
