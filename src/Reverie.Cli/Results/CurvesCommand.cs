using System.CommandLine;
using Reverie.Training.Runs;

namespace Reverie.Cli.Results;

/// <summary><c>reverie curves</c>: learning curves of several runs as a picture and a table.</summary>
internal static class CurvesCommand
{
    internal static Command Create()
    {
        var runs = new Argument<string[]>("run") { Description = "Run folders.", Arity = ArgumentArity.OneOrMore };
        runs.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("The name of a run is empty; name a run folder.");
        });
        var metric = new Option<string>("--metric") { Description = "What to draw.", DefaultValueFactory = _ => "test_dataset/success" };
        var steps = new Option<string>(
            "--steps")
        {
            Description = "What counts along the horizontal axis: the steps that the dataset held, which are the steps taken until it " +
                "drops its oldest episodes; step is the epoch.",
            DefaultValueFactory = _ => "train_dataset/steps"
        };
        var labels = new Option<string[]>("--label") { Description = "Names of the runs, in order.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<FileInfo?>("--out") { Description = "The SVG to write." };
        var command = new Command("curves", "Draws learning curves of runs, and says when each reached 0.9 for good.") { runs, metric, steps, labels, output };
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            string[] names = result.GetValue(labels) ?? [];
            var curves = result.GetValue(runs)!.Index()
                .Select(run => (run.Index, Curve: LearningCurve.Read(RunFolder.Open(run.Item), result.GetValue(metric)!, result.GetValue(steps)!)))
                .Select(entry => entry.Index < names.Length ? entry.Curve with { Name = names[entry.Index] } : entry.Curve)
                .ToList();
            if (result.GetValue(output) is { } file)
                File.WriteAllText(file.FullName, CurveChart.Draw(result.GetValue(metric)!, result.GetValue(steps)!, curves));
            Console.WriteLine($"| run | last {result.GetValue(metric)} | at {result.GetValue(steps)} | 0.9 for good from |\n|---|---|---|---|");
            foreach (var curve in curves)
            {
                var (step, value) = curve.Points[^1];
                string reached = curve.ReachedAt(0.9) is { } at ? LearningCurve.Number(at) : "never";
                Console.WriteLine($"| {curve.Name} | {LearningCurve.Number(value)} | {LearningCurve.Number(step)} | {reached} |");
            }
            return 0;
        }));
        return command;
    }
}
