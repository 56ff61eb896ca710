using Reverie.Training;
using Reverie.Training.Configuration;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>A run in a line.</summary>
/// <param name="Id">Day and time.</param>
/// <param name="Algorithm">Its name.</param>
/// <param name="Environment">What the command line or the configuration says.</param>
/// <param name="Name">Its label.</param>
/// <param name="Group">Runs that differ in their seeds only.</param>
/// <param name="Tags">Labels.</param>
/// <param name="Started">When.</param>
/// <param name="IsTraining">Whether a process trains in it now.</param>
/// <param name="Step">The last step that was logged.</param>
/// <param name="Metric">What <paramref name="Curve"/> shows; null where nothing was logged that is known here.</param>
/// <param name="Last">Its last value.</param>
/// <param name="Curve">Values in order, thinned out.</param>
public sealed record RunSummary(
    string Id, string Algorithm, string? Environment, string? Name, string? Group, IReadOnlyList<string> Tags, DateTimeOffset Started, bool IsTraining,
    double? Step, string? Metric, double? Last, IReadOnlyList<double> Curve)
{
    private const int MostPoints = 60;

    internal static RunSummary Of(RunFolder run, HashSet<string> training)
    {
        var metadata = run.Metadata;
        var rows = MetricsReader.ReadFrom(run).Lines.Select(line => line.Numbers).ToList();
        var names = rows.SelectMany(row => row.Keys).ToHashSet(StringComparer.Ordinal);
        string? metric = CommonNames.Telling.FirstOrDefault(names.Contains)
            ?? names.Where(name => name.Contains("return", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
        double[] curve = metric is null ? [] : [.. rows.Where(row => row.ContainsKey(metric)).Select(row => row[metric])];
        double? step = rows.Count > 0 && rows[^1].TryGetValue("step", out double last) ? last : null;
        return new(
            RunShelf.IdOf(run), AlgorithmOf(run), EnvironmentOf(run), metadata.Name, metadata.Group, metadata.Tags ?? [], metadata.Started,
            training.Contains(run.Path), step, metric, curve.Length > 0 ? curve[^1] : null, Thin(curve));
    }

    private static string AlgorithmOf(RunFolder run)
    {
        try
        {
            return run.Algorithm;
        }
        catch (ReverieException)
        {
            return "unknown";
        }
    }

    /// <summary>The environment, from the places where algorithms keep it.</summary>
    private static string? EnvironmentOf(RunFolder run)
    {
        try
        {
            return EnvironmentName.Find(File.ReadAllText(run.ConfigFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigException)
        {
            return null;
        }
    }

    private static double[] Thin(double[] values) => values.Length <= MostPoints ? values
        : [.. Enumerable.Range(0, MostPoints).Select(i => values[(int)((long)i * (values.Length - 1) / (MostPoints - 1))])];
}
