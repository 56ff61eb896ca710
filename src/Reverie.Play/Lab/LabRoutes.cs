using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reverie.Play.Web;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>
/// What the laboratory's page asks for. Everything is read from run folders when it is asked for; the list of runs, which is asked for again and
/// again, only where something changed.
/// </summary>
internal static class LabRoutes
{
    private const int MostRuns = 200;

    internal static void Map(IEndpointRouteBuilder app, RunShelf runs)
    {
        var summaries = new SummaryShelf();
        app.MapGet("/api/runs", () =>
        {
            var training = TrainingProcesses.Runs();
            var all = runs.All;
            return Answer(new { runs.Root, all.Count, Runs = all.Take(MostRuns).Select(run => summaries.Of(run, training)).ToList() });
        });
        app.MapGet("/api/run", (string? id) => Answer(Describe(runs.Find(id ?? ""))));
        app.MapGet("/api/metrics", (string? id, long? from) =>
        {
            var (lines, next) = MetricsReader.ReadFrom(runs.Find(id ?? ""), from ?? 0);
            return Answer(new { Rows = lines.Select(line => line.Numbers), next });
        });
        app.MapGet("/api/names", (string[]? id) =>
        {
            var own = (id ?? []).SelectMany(one => MetricsReader.ReadFrom(runs.Find(one)).Lines).SelectMany(line => line.Numbers.Keys).ToHashSet(StringComparer.Ordinal);
            return Answer(new { Common = CommonNames.Of(own), Own = own.Where(name => name is not ("step" or "time")).Order(StringComparer.Ordinal) });
        });
        app.MapGet("/api/compare", (string[]? id, string? metric, string? steps) =>
            Answer(GroupCurve.Of((id ?? []).Take(MostRuns).Select(runs.Find), metric ?? "", steps ?? "step")));
        app.MapGet("/media", (string? id, string? file) =>
        {
            var (path, type) = MediaShelf.Find(runs.Find(id ?? ""), file ?? "");
            return Results.File(path, type, enableRangeProcessing: true);
        });
    }

    private static IResult Answer(object value) => Results.Json(value, Json.Options);

    private static object Describe(RunFolder run)
    {
        var metadata = run.Metadata;
        return new
        {
            Summary = RunSummary.Of(run, TrainingProcesses.Runs()),
            run.Path,
            Command = string.Join(' ', metadata.Command),
            metadata.Version,
            metadata.Notes,
            Config = File.ReadAllText(run.ConfigFile),
            Media = MediaShelf.List(run),
            Checkpoints = Directory.Exists(run.Checkpoints)
                ? Directory.EnumerateDirectories(run.Checkpoints).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'))
                    .Order(StringComparer.Ordinal).ToArray() : [],
        };
    }
}
