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
            Console.Error.WriteLine($"No id contains '{filter}': run 'reverie envs' for all {EnvCommand.Registry.Specs.Count}.{Elsewhere(" Not listed: ")}");
            return 1;
        }
        string[][] rows = [.. specs.Select(Describe)];
        Rows.Print([new TableColumn("id").NoWrap(), new("size"), new("steps"), new("a mission (seed 0)")], rows);
        // Programs read the rows alone.
        WriteFamilies(Console.IsOutputRedirected ? Console.Error : Console.Out, specs);
        return 0;
    }

    /// <summary>What kinds there are and where each comes from.</summary>
    private static void WriteFamilies(TextWriter output, EnvironmentSpec[] specs)
    {
        foreach (var family in specs.GroupBy(spec => (spec.Family, Origin: spec.Origin == typeof(EnvironmentSpec).Assembly ? "built in" : spec.Origin.GetName().Name)))
            output.WriteLine($"{family.Key.Family}: {family.Count()}, {family.Key.Origin}");
        if (Elsewhere("") is { Length: > 0 } more)
            output.WriteLine(more);
    }

    private static string Elsewhere(string lead)
    {
        var sources = EnvCommand.Registry.Sources;
        return sources.Count == 0 ? "" : lead + string.Join("; ", sources.Select(source => $"{source.Family}: {source.Summary}"));
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
