using Reverie.Training.Comparison;

namespace Reverie.Training.Experiments;

/// <summary>The complete runs of an experiment, as far as there are any.</summary>
public sealed class ExperimentResults
{
    private readonly Dictionary<(string Arm, string Environment), List<CellCurve>> _curves = [];

    private ExperimentResults(Experiment experiment) => Experiment = experiment;

    public Experiment Experiment { get; }

    /// <summary>Runs that are compared, how many there shall be.</summary>
    public int Wanted { get; private init; }

    /// <summary>Names of those that are not complete.</summary>
    public IReadOnlyList<string> Missing { get; private init; } = [];

    /// <summary>The versions of the code that runs were made with.</summary>
    public IReadOnlyList<string> Codes { get; private init; } = [];

    /// <summary>Reads the logs of the runs that are complete.</summary>
    /// <exception cref="InvalidDataException">A log is damaged or lacks the metric.</exception>
    public static ExperimentResults Read(ExperimentStore store)
    {
        var cells = store.Experiment.Cells.Where(cell => cell.Stage == Experiment.LastStage).Select(cell => (Cell: cell, Folder: store.FolderOf(cell)))
            .Select(entry => (entry.Cell, entry.Folder, entry.Folder.Record)).ToList();
        var complete = cells.Where(entry => entry.Record is { IsComplete: true }).ToList();
        var results = new ExperimentResults(store.Experiment)
        {
            Wanted = cells.Count,
            Missing = [.. cells.Except(complete).Select(entry => entry.Cell.Name)],
            Codes = [.. complete.SelectMany(entry => entry.Record!.Sessions).Select(session => session.Code).Distinct().Order(StringComparer.Ordinal)],
        };
        foreach (var (cell, folder, record) in complete)
        {
            var run = folder.Run ?? throw new InvalidDataException($"The run in '{folder.Path}' is gone; delete that folder to make it anew.");
            var key = (cell.Arm, cell.Environment!);
            if (!results._curves.TryGetValue(key, out var curves))
                results._curves[key] = curves = [];
            curves.Add(CellCurve.Read(run, store.Experiment.Options.Metric, record!.Sessions));
        }
        return results;
    }

    /// <summary>The runs of an arm in an environment.</summary>
    public IReadOnlyList<CellCurve> Curves(string arm, string environment) => _curves.TryGetValue((arm, environment), out var curves) ? curves : [];

    /// <summary>How far all runs came, and no further than the budget; null where no run is complete.</summary>
    public double? Common(Axis axis)
    {
        if (_curves.Count == 0)
            return null;
        double least = _curves.Values.SelectMany(curves => curves).Min(curve => At(curve.Points[^1], axis));
        double budget = (axis == Axis.Steps ? Experiment.Scale.Steps : Experiment.Scale.Minutes * 60) ?? double.PositiveInfinity;
        return Math.Min(least, budget);
    }

    /// <summary>What the runs of an arm in an environment logged last of any metric; less numbers where some logged none.</summary>
    public double[] Last(string arm, string environment, string metric) =>
        [.. Curves(arm, environment).Where(curve => curve.Last.ContainsKey(metric)).Select(curve => curve.Last[metric])];

    /// <summary>What the runs of an arm in an environment had reached; those that had not been measured by then are left out.</summary>
    public double[] Values(string arm, string environment, Axis axis, double at) =>
        [.. Curves(arm, environment).Where(curve => At(curve.Points[0], axis) <= at).Select(curve => EfficiencyCurve.ValueAt(Points(curve, axis), at))];

    /// <summary>Scores of an arm in all environments, more is better; null where an environment has no complete run.</summary>
    public Scores? Scores(string arm, Axis axis, double at)
    {
        double[][] byTask = [.. Experiment.Environments.Select(environment =>
            Values(arm, environment, axis, at).Select(value => Experiment.Options.Metric.Normalise(environment, value)).ToArray())];
        return byTask.All(values => values.Length > 0) ? new(byTask) : null;
    }

    /// <summary>A curve along one axis.</summary>
    public static IReadOnlyList<(double At, double Value)> Points(CellCurve curve, Axis axis) => [.. curve.Points.Select(point => (At(point, axis), point.Value))];

    private static double At((double Steps, double Seconds, double Value) point, Axis axis) => axis == Axis.Steps ? point.Steps : point.Seconds;
}
