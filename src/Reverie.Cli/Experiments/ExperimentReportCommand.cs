using System.CommandLine;
using Reverie.Training.Experiments;
using Spectre.Console;

namespace Reverie.Cli.Experiments;

/// <summary><c>reverie experiment report</c>: a page with tables, figures and the commands.</summary>
internal static class ExperimentReportCommand
{
    internal static Command Create()
    {
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the page and its figures.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("docs", "results")),
        };
        var command = new Command("report", "Writes an experiment's results: NAME.md with tables, figures and the exact commands.") { output };
        var arguments = new ExperimentArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (store, host) = arguments.Open(result);
            var results = ExperimentResults.Read(store);
            string folder = Directory.CreateDirectory(result.GetValue(output)!.FullName).FullName;
            var (name, scale) = (store.Experiment.Name, store.Experiment.ScaleName);
            // The first scale has the experiment's own name.
            string page = scale == store.Experiment.Options.Scales.Keys.First() ? name : $"{name}-{scale}";
            var figures = ExperimentFigures.Draw(results, folder, page);
            string path = Path.Combine(folder, $"{page}.md");
            File.WriteAllText(path, ExperimentReport.Write(results, figures));
            foreach (string warning in ExperimentReport.Warnings(results))
                AnsiConsole.MarkupLineInterpolated($"[red]{warning}[/]");
            host.Reporter.Message($"Written: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
            return 0;
        }));
        return command;
    }
}
