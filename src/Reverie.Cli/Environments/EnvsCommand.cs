using System.CommandLine;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Registration;
using Spectre.Console;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie envs</c>: what there is to play.</summary>
internal static class EnvsCommand
{
    internal static Command Create()
    {
        var filter = new Argument<string?>("filter") { Description = "Only ids that contain this.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("envs", "Lists the environments with their sizes, step limits and missions.") { filter, EnvCommand.Plugin };
        command.SetAction(result => EnvCommand.Guard(result, () => List(result.GetValue(filter))));
        return command;
    }

    private static int List(string? filter)
    {
        EnvironmentSpec[] specs =
            [.. EnvCommand.Registry.Specs.Where(spec => filter is null || spec.Id.Contains(filter, StringComparison.OrdinalIgnoreCase))];
        if (specs.Length == 0)
        {
            Console.Error.WriteLine($"No id contains '{filter}': run 'reverie envs' for all {EnvCommand.Registry.Specs.Count}.");
            return 1;
        }
        string[][] rows = [.. specs.Select(Describe)];
        if (Console.IsOutputRedirected)
        {
            foreach (string[] row in rows)
                Console.WriteLine(string.Join('\t', row));
            return 0;
        }
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("id").NoWrap()).AddColumns("size", "steps", "a mission (seed 0)");
        foreach (string[] row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        return 0;
    }

    private static string[] Describe(EnvironmentSpec spec)
    {
        using var any = spec.Make();
        if (any is not MiniGridEnv environment)
            return [spec.Id, "", "", $"sees {any.ObservationSpace}, does {any.ActionSpace}"];
        environment.Reset(0);
        return [spec.Id, $"{environment.Width}x{environment.Height}", $"{environment.MaxSteps}", environment.Mission];
    }
}
