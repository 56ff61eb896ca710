using System.CommandLine;
using System.Globalization;
using Reverie.Training.Experiments;

namespace Reverie.Cli.Experiments;

/// <summary><c>reverie experiment status</c>: how far each run is.</summary>
internal static class ExperimentStatusCommand
{
    private static readonly string[] Columns = ["run", "state", "steps", "minutes", "value"];

    internal static Command Create()
    {
        var command = new Command("status", "Shows how far an experiment's runs are.");
        var arguments = new ExperimentArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (store, _) = arguments.Open(result);
            Print(store);
            return 0;
        }));
        return command;
    }

    internal static void Print(ExperimentStore store) => Rows.Print(Columns, store.Experiment.Cells.Select(cell => Row(store, cell)));

    private static string[] Row(ExperimentStore store, ExperimentCell cell)
    {
        var folder = store.FolderOf(cell);
        string state = folder.State.ToString().ToLowerInvariant();
        if (cell.Stage < Experiment.LastStage || folder.Run is not { } run || folder.Record is not { } record)
            return [cell.Name, state, "", "", ""];
        try
        {
            var (steps, seconds, value) = CellCurve.Read(run, store.Experiment.Options.Metric, record.Sessions).Points[^1];
            return [cell.Name, state, Number(steps), Number(seconds / 60), Number(value)];
        }
        catch (InvalidDataException)
        {
            return [cell.Name, state, "", "", ""]; // Nothing is measured yet.
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
