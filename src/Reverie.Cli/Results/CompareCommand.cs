using System.CommandLine;
using System.Globalization;
using Reverie.Training.Runs;

namespace Reverie.Cli.Results;

/// <summary><c>reverie compare</c>: a table of groups of runs, a column for each metric.</summary>
internal static class CompareCommand
{
    internal static Command Create()
    {
        var runs = new Argument<string[]>("run") { Description = "Run folders.", Arity = ArgumentArity.OneOrMore };
        runs.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("The name of a run is empty; name a run folder.");
        });
        var metrics = new Option<string[]>("--metric")
        {
            Description = "The columns.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["test_dataset/success"],
        };
        var digits = new Option<int>("--digits") { Description = "Digits behind the point, 0 to 9.", DefaultValueFactory = _ => 3 };
        digits.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 9)
                result.AddError("--digits is a number from 0 to 9.");
        });
        var command = new Command("compare", "Tables the last values of metrics: for each wandb.group the mean over its runs with a 95 % bootstrap interval.")
        {
            runs, metrics, digits,
        };
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var groups = RunGroup.Of(result.GetValue(runs)!.Select(RunFolder.Open));
            string[] columns = result.GetValue(metrics)!;
            var cells = groups.Select(group => columns.Select(group.Last).ToArray()).ToList();
            foreach (var (index, column) in columns.Index())
            {
                if (cells.All(row => row[index] is null))
                    throw new InvalidDataException($"None of the runs logged '{column}'; they have {string.Join(", ", LearningCurve.Names(groups[0].Runs[0]))}.");
            }
            string format = $"F{result.GetValue(digits)}";
            Console.WriteLine($"| group | runs | {string.Join(" | ", columns)} |");
            Console.WriteLine($"|---|---|{string.Concat(columns.Select(_ => "---|"))}");
            foreach (var (group, row) in groups.Zip(cells))
                Console.WriteLine($"| {group.Name} | {group.Runs.Count} | {string.Join(" | ", row.Select(cell => Cell(cell, group.Runs.Count, format)))} |");
            return 0;
        }));
        return command;
    }

    private static string Cell((Training.Evaluation.Interval Mean, int Count)? cell, int runs, string format)
    {
        if (cell is not { } known)
            return "";
        var (mean, low, high) = known.Mean;
        string text = mean.ToString(format, CultureInfo.InvariantCulture);
        if (known.Count > 1)
            text = string.Create(CultureInfo.InvariantCulture, $"{text} [{low.ToString(format, CultureInfo.InvariantCulture)}, {high.ToString(format, CultureInfo.InvariantCulture)}]");
        return known.Count == runs ? text : $"{text} ({known.Count} of {runs})";
    }
}
