using System.Globalization;
using System.Text;
using Reverie.Training.Comparison;
using Reverie.Training.Evaluation;
using Reverie.Training.Randomness;

namespace Reverie.Training.Experiments;

/// <summary>An experiment's page of results: Markdown with tables and the commands that made them.</summary>
public sealed class ExperimentReport
{
    private readonly ExperimentResults _results;
    private readonly Experiment _experiment;
    private readonly StringBuilder _text = new();

    private ExperimentReport(ExperimentResults results) => (_results, _experiment) = (results, results.Experiment);

    /// <summary>Warnings that a reader must see first: what is missing, and runs of different code.</summary>
    public static IReadOnlyList<string> Warnings(ExperimentResults results)
    {
        var warnings = new List<string>();
        if (results.Codes.Count > 1)
            warnings.Add($"These runs were made with different code, so their difference may be the code's: {string.Join(", ", results.Codes)}.");
        if (results.Missing.Count > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{results.Missing.Count} of {results.Wanted} runs are missing: {string.Join(", ", results.Missing)}."));
        return warnings;
    }

    /// <summary>The page.</summary>
    /// <param name="results">What there is.</param>
    /// <param name="figures">Names of picture files beside the page, by their captions.</param>
    public static string Write(ExperimentResults results, IReadOnlyList<(string Caption, string File)> figures) => new ExperimentReport(results).Write(figures);

    private string Write(IReadOnlyList<(string Caption, string File)> figures)
    {
        var (options, scale) = (_experiment.Options, _experiment.Scale);
        Line($"# {_experiment.Name}, {_experiment.ScaleName}\n\n{options.Question}\n");
        foreach (string warning in Warnings(_results))
            Line($"<span style=\"color:red\">**{warning}**</span>\n");
        Line($"Metric: `{options.Metric.Name}` ({(options.Metric.Better == MetricDirection.Higher ? "higher" : "lower")} is better) over `{options.Metric.Steps}`; "
            + $"seeds {string.Join(", ", scale.Seeds)}; code {string.Join(", ", _results.Codes.DefaultIfEmpty("none"))}. Means over runs with 95 % intervals of the stratified bootstrap.\n");
        if (options.RunsOf is { } of)
            Line($"The runs are those of `{of.Experiment}`: {string.Join(", ", _experiment.Arms.Select(arm => $"{arm} is `{of.Arms[arm]}` there"))}.\n");
        foreach (var axis in (Axis[])[Axis.Steps, Axis.Seconds])
            Compare(axis);
        Beside();
        foreach (var (caption, file) in figures)
            Line($"![{caption}]({file})\n");
        Commands();
        return _text.ToString().TrimEnd() + "\n";
    }

    private void Compare(Axis axis)
    {
        string title = axis == Axis.Steps ? "Equal steps" : "Equal wall-clock";
        if (_results.Common(axis) is not { } at)
        {
            Line($"## {title}\n\nNo run is complete.\n");
            return;
        }
        Line($"## {title}: {(axis == Axis.Steps ? Number(at) + " of " + _experiment.Options.Metric.Steps : Number(at / 60) + " minutes of training")}\n");
        Line($"| arm | {string.Join(" | ", _experiment.Environments)} |\n|---|{string.Concat(_experiment.Environments.Select(_ => "---|"))}");
        foreach (string arm in _experiment.Arms)
            Line($"| {arm} | {string.Join(" | ", _experiment.Environments.Select(environment => Reached(arm, environment, axis, at)))} |");
        Line("");
        if (_experiment.Options.Metric.IsNormalised)
            AggregatesOf(axis, at);
        Against(axis, at);
    }

    private string Reached(string arm, string environment, Axis axis, double at) => _results.Values(arm, environment, axis, at) is { Length: > 0 } values
        ? Cell(values, arm + environment) : _results.Curves(arm, environment).Count > 0 ? "not measured yet" : "";

    private void AggregatesOf(Axis axis, double at)
    {
        Line(_experiment.Options.Metric.Atari
            ? "Human-normalised, over these games; below the line the literature's final scores after 100,000 steps:\n"
            : "Normalised, over all environments:\n");
        Line("| arm | mean | median | IQM | optimality gap |\n|---|---|---|---|---|");
        foreach (string arm in _experiment.Arms)
        {
            if (_results.Scores(arm, axis, at) is { } scores)
                Line($"| {arm} | {string.Join(" | ", Four(scores, arm))} |");
        }
        if (_experiment.Options.Metric.Atari)
        {
            foreach (string method in Atari100k.Methods)
                Line($"| *{method}* | {string.Join(" | ", Four(Atari100k.Of(method, _experiment.Environments), method))} |");
        }
        Line("");
    }

    private static IEnumerable<string> Four(Scores scores, string stream) => new Bootstrap(new SeededRandom(0, stream)).Intervals(
        scores, drawn => [Aggregates.Mean(drawn), Aggregates.Median(drawn), Aggregates.InterquartileMean(drawn), Aggregates.OptimalityGap(drawn)]).Select(Text);

    private void Against(Axis axis, double at)
    {
        if (_results.Scores(_experiment.Arms[0], axis, at) is not { } baseline || _experiment.Arms.Count < 2)
            return;
        Line($"Against {_experiment.Arms[0]}, environments with equal weight{(_experiment.Options.Metric.IsNormalised ? ", normalised" : "")}; positive differences are better:\n");
        var others = _experiment.Arms.Skip(1).Select(arm => (Arm: arm, Scores: _results.Scores(arm, axis, at)!)).Where(entry => entry.Scores is not null).ToList();
        double[] p = [.. others.Select(other => PermutationTest.PValue(other.Scores, baseline, new SeededRandom(0, other.Arm)))];
        double[] corrected = Holm.Correct(p);
        bool isOne = p.Length == 1;
        Line($"| arm | difference | probability of improvement | p (permutation) |{(isOne ? "" : " p (Holm) |")}\n|---|---|---|---|{(isOne ? "" : "---|")}");
        foreach (var (index, (arm, scores)) in others.Index())
        {
            var both = new Bootstrap(new SeededRandom(0, arm)).Intervals(
                scores, baseline, (x, y) => [Aggregates.Mean(x) - Aggregates.Mean(y), Aggregates.ProbabilityOfImprovement(x, y)]);
            Line($"| {arm} | {Text(both[0])} | {Text(both[1])} | {Probability(p[index])} |{(isOne ? "" : $" {Probability(corrected[index])} |")}");
        }
        Line(isOne
            ? "\np is two-sided.\n"
            : $"\np is two-sided. The last column is corrected by Holm's method for the {p.Length} arms that are held against {_experiment.Arms[0]}: whoever calls differences "
                + "below 0.05 there real is wrong about any of them with a chance of at most 5 %.\n");
    }

    /// <summary>Other metrics at the end of the runs, a table for each environment.</summary>
    private void Beside()
    {
        var metrics = _experiment.Options.Beside;
        foreach (string environment in metrics.Count > 0 ? _experiment.Environments : [])
        {
            Line($"## At the end of each run{(_experiment.Environments.Count > 1 ? $", {environment}" : "")}\n");
            Line($"| arm | {string.Join(" | ", metrics.Select(metric => $"`{metric}`"))} |\n|---|{string.Concat(metrics.Select(_ => "---|"))}");
            foreach (string arm in _experiment.Arms)
                Line($"| {arm} | {string.Join(" | ", metrics.Select(metric => Cell(_results.Last(arm, environment, metric), arm + environment)))} |");
            Line("");
        }
    }

    private void Commands()
    {
        string scale = $" --scale {_experiment.ScaleName}";
        Line($"## Commands\n\n```bash\n./reverie experiment run {_experiment.Name}{scale}\n./reverie experiment report {_experiment.Name}{scale}\n```\n");
        Line("What each run was made with, where `{NAME}` is the run folder of a preparation:\n\n```bash");
        foreach (var cell in _experiment.Cells)
            Line($"./reverie {(cell.Algorithm is null ? "train" : "pretrain")} {string.Join(' ', cell.Overrides.Select(ShellWord.Quote))}   # {cell.Name}");
        Line("```");
    }

    private static string Cell(double[] values, string stream)
    {
        if (values.Length == 0)
            return "";
        var mean = new Bootstrap(new SeededRandom(0, stream)).Intervals(new([values]), scores => [Aggregates.Mean(scores)])[0];
        return values.Length == 1 ? $"{Number(mean.Estimate)} (1 run)" : $"{Text(mean)} ({values.Length} runs)";
    }

    private static string Text(Interval interval) => $"{Number(interval.Estimate)} [{Number(interval.Low)}, {Number(interval.High)}]";

    private static string Probability(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Abs(value) >= 1000
        ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Line(string text) => _text.Append(text).Append('\n');
}
