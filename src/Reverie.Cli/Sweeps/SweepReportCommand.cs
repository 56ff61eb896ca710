using System.CommandLine;
using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;
using Spectre.Console;

namespace Reverie.Cli.Sweeps;

/// <summary><c>reverie sweep report</c>: a page with the best settings, tables, figures and the commands.</summary>
internal static class SweepReportCommand
{
    internal static Command Create()
    {
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the page and its figures.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("docs", "results")),
        };
        var command = new Command("report", "Writes a sweep's results: NAME.md with the best settings, all that were tried, figures, and the commands.") { output };
        var arguments = new SweepArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (plan, host, runs) = arguments.Open(result);
            var progress = SweepProgress.Read(plan, runs);
            string folder = Directory.CreateDirectory(result.GetValue(output)!.FullName).FullName;
            var store = new ExperimentStore(plan.RunsOf(0, plan.Trials), runs);
            string[] codes = [.. store.Experiment.Cells.SelectMany(cell => store.FolderOf(cell).Record?.Sessions ?? []).Select(session => session.Code).Distinct()
                .Order(StringComparer.Ordinal)];
            string path = Path.Combine(folder, $"{plan.Name}.md");
            File.WriteAllText(path, SweepReport.Write(progress, codes, SweepFigures.Draw(progress, store, folder)));
            foreach (string warning in SweepReport.Warnings(progress, codes))
                AnsiConsole.MarkupLineInterpolated($"[red]{warning}[/]");
            host.Reporter.Message($"Written: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
            return 0;
        }));
        return command;
    }
}
