using System.Globalization;
using System.Text;
using Reverie.Training.Comparison;
using Reverie.Training.Experiments;
using Reverie.Training.Randomness;

namespace Reverie.Training.Sweeps;

/// <summary>A search's page of results: the best settings and how to train them, all that were tried, and which of them went on.</summary>
public sealed class SweepReport
{
    private readonly SweepProgress _progress;
    private readonly SweepPlan _plan;
    private readonly StringBuilder _text = new();

    private SweepReport(SweepProgress progress) => (_progress, _plan) = (progress, progress.Plan);

    /// <summary>The page.</summary>
    /// <param name="progress">How far the search is.</param>
    /// <param name="codes">The versions of the code that runs were made with.</param>
    /// <param name="figures">Names of picture files beside the page, by their captions.</param>
    public static string Write(SweepProgress progress, IReadOnlyList<string> codes, IReadOnlyList<(string Caption, string File)> figures) =>
        new SweepReport(progress).Page(codes, figures);

    /// <summary>Warnings that a reader must see first.</summary>
    public static IReadOnlyList<string> Warnings(SweepProgress progress, IReadOnlyList<string> codes)
    {
        var warnings = new List<string>();
        if (codes.Count > 1)
            warnings.Add($"These runs were made with different code, so their difference may be the code's: {string.Join(", ", codes)}.");
        if (progress.Current is { } current)
        {
            int missing = current.Ranked.Count(result => !result.IsOver);
            string rung = string.Create(CultureInfo.InvariantCulture, $"{current.Index + 1} of {progress.Plan.Budgets.Count}");
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The search is not over: rung {rung} lacks {missing} of {current.Ranked.Count} settings."));
        }
        return warnings;
    }

    /// <summary>The command that trains a setting all the way, with one seed.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="trial">The setting.</param>
    /// <param name="environment">One of the search's environments.</param>
    /// <param name="seed">The seed.</param>
    public static string Command(SweepPlan plan, Trial trial, string environment, int seed)
    {
        var experiment = plan.RunsOf(plan.Budgets.Count - 1, [trial]);
        var cell = experiment.Cells.First(cell => cell.Environment == environment);
        // The run's own seed stands in the place of the first one's.
        var overrides = cell.Overrides.Select(text => text == SeedOf(plan, cell.Seed) ? SeedOf(plan, seed)! : text).Append(cell.Budget!.Override);
        return $"./reverie train {string.Join(' ', overrides.Select(ShellWord.Quote))}";
    }

    private static string? SeedOf(SweepPlan plan, int seed) => plan.Options.SeedKey is { } key ? string.Create(CultureInfo.InvariantCulture, $"{key}={seed}") : null;

    private string Page(IReadOnlyList<string> codes, IReadOnlyList<(string Caption, string File)> figures)
    {
        var (options, metric) = (_plan.Options, _plan.Options.Metric);
        Line($"# {_plan.Name}, a search for settings\n\n{options.Question}\n");
        foreach (string warning in Warnings(_progress, codes))
            Line($"<span style=\"color:red\">**{warning}**</span>\n");
        string how = options.Search switch
        {
            SearchKind.Grid => "a grid",
            SearchKind.Random => $"drawn by chance (seed {options.Seed})",
            _ when options.IsGrid => "a grid, halved",
            _ => $"drawn by chance (seed {options.Seed}), halved",
        };
        Line($"Metric: `{metric.Name}` ({(metric.Better == MetricDirection.Higher ? "higher" : "lower")} is better), its last value, averaged over seeds "
            + $"{string.Join(", ", options.Seeds)}{(_plan.Environments.Count > 1 ? " and environments" : "")}. {_plan.Trials.Count} settings: {how}; "
            + $"code {string.Join(", ", codes.DefaultIfEmpty("none"))}.\n");
        Best();
        Table();
        if (_plan.Budgets.Count > 1)
            RungTable();
        foreach (var (caption, file) in figures)
            Line($"![{caption}]({file})\n");
        Line($"## Commands\n\n```bash\n./reverie sweep {_plan.File}\n./reverie sweep report {_plan.File}\n```");
        return _text.ToString().TrimEnd() + "\n";
    }

    private void Best()
    {
        Line("## The best\n");
        if (_progress.Best is not { } best)
        {
            Line("None of the settings has a value yet.\n");
            return;
        }
        Line("| key | value |\n|---|---|");
        foreach (var (key, value) in best.Trial.Settings)
            Line($"| `{key}` | {value} |");
        var (rung, _) = _progress.LastOf(best.Trial);
        Line($"\n{best.Trial.Name}: {Values(best)} with `{_plan.Options.Budget.Key}={rung.Budget}`. The best of {_plan.Trials.Count} is the luckiest, too, so that this "
            + "value promises too much: train it with other seeds before it is held against anything.\n");
        int fresh = _plan.Options.Seeds.Max() + 1;
        Line($"```bash\n{string.Join('\n', _plan.Environments.Select(environment => Command(_plan, best.Trial, environment, fresh)))}\n```\n");
    }

    private void Table()
    {
        string[] keys = [.. _plan.Options.Space.Keys];
        Line("## All settings\n");
        Line($"| setting | {string.Join(" | ", keys.Select(key => $"`{key}`"))} | `{_plan.Options.Budget.Key}` | `{_plan.Options.Metric.Name}` |");
        Line($"|---|{string.Concat(keys.Select(_ => "---|"))}---|---|");
        // As far as each came, the farthest first.
        var ordered = _progress.Rungs.Reverse().SelectMany(rung => rung.Ranked).DistinctBy(result => result.Trial);
        foreach (var result in ordered)
        {
            var (rung, _) = _progress.LastOf(result.Trial);
            Line($"| {result.Trial.Name} | {string.Join(" | ", result.Trial.Settings.Select(setting => setting.Value))} | {rung.Budget} | {Values(result)} |");
        }
        Line("");
        foreach (var failed in _progress.Rungs.SelectMany(rung => rung.Failed))
            Line($"{failed.Trial.Name} failed, and counts as the worst: {failed.Failure}\n");
    }

    private void RungTable()
    {
        Line("## Rungs\n");
        Line($"| `{_plan.Options.Budget.Key}` | settings | failed | go on | the last of those | the first of the others |\n|---|---|---|---|---|---|");
        foreach (var rung in _progress.Rungs.Where(rung => rung.IsComplete))
        {
            var good = rung.Ranked.Where(result => result.Failure is null).ToList();
            int kept = rung.Kept.Count;
            string last = kept > 0 ? Named(good[kept - 1]) : "", next = good.Count > kept ? Named(good[kept]) : "";
            Line($"| {rung.Budget} | {rung.Ranked.Count} | {rung.Ranked.Count - good.Count} | {kept} | {last} | {next} |");
        }
        Line("");
        foreach (var rung in _progress.Rungs.Where(rung => rung.Tied.Count > 0))
            Line($"After {rung.Budget} the cut went through equals ({string.Join(", ", rung.Tied.Select(trial => trial.Name))}): those that were made first went on.\n");

        static string Named(TrialResult result) => $"{result.Trial.Name}, {Number(result.Mean!.Value)}";
    }

    /// <summary>The mean of all runs, with an interval where there are several.</summary>
    private string Values(TrialResult result)
    {
        if (result.Failure is not null)
            return "failed";
        if (result.Mean is not { } mean)
            return "";
        int runs = result.Values.Values.Sum(values => values.Count);
        if (runs == 1)
            return $"{Number(mean)} (1 run)";
        var interval = new Bootstrap(new SeededRandom(0, result.Trial.Name)).Intervals(
            new([.. result.Values.Values.Select(values => values.ToArray())]), drawn => [drawn.TaskMeans().Average()])[0];
        return $"{Number(mean)} [{Number(interval.Low)}, {Number(interval.High)}] ({runs} runs)";
    }

    private static string Number(double value) => Math.Abs(value) >= 1000
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Line(string text) => _text.Append(text).Append('\n');
}
