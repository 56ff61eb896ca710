using System.CommandLine;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie algorithms</c>: what there is to train with.</summary>
internal static class AlgorithmsCommand
{
    private static readonly string[] Columns = ["name", "summary", "options", "configuration", "assembly"];

    internal static Command Create()
    {
        var command = new Command("algorithms", "Lists the algorithms, built-in ones and those of plug-ins.");
        var composition = new Composition(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            string[][] rows =
            [
                .. composition.Host(result).Algorithms.All.Select(algorithm => (string[])
                [
                    algorithm.Name,
                    algorithm.Summary,
                    algorithm.OptionsType.Name,
                    algorithm.ConfigFolder.Length > 0 ? $"configs/{algorithm.ConfigFolder}" : $"algo={algorithm.Name}",
                    algorithm.GetType().Assembly.GetName().Name ?? "",
                ]),
            ];
            Rows.Print(Columns, rows);
            return 0;
        }));
        return command;
    }
}
