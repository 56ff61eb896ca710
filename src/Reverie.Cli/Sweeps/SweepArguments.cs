using System.CommandLine;
using System.Globalization;
using Reverie.Cli.Experiments;
using Reverie.Cli.Runs;
using Reverie.Training.Sessions;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Sweeps;

/// <summary>The search that a command is about.</summary>
internal sealed class SweepArguments
{
    private readonly Option<string> _name = new("--sweep") { Description = "The sweep's name or file.", Required = true };
    private readonly Argument<string> _nameArgument = new("sweep") { Description = "A file of configs/sweeps without .yaml, or the path of a file." };
    private readonly Option<DirectoryInfo> _runs = TrainCommand.RunsOption();
    private readonly Composition _composition;
    private readonly bool _isNamedByOption;

    /// <param name="command">Gets the options.</param>
    /// <param name="isNamedByOption">Whether the name is an option, since the command has an argument of its own.</param>
    internal SweepArguments(Command command, bool isNamedByOption = false)
    {
        _isNamedByOption = isNamedByOption;
        if (isNamedByOption)
            command.Add(_name);
        else
            command.Add(_nameArgument);
        command.Add(_runs);
        _composition = new(command);
    }

    internal (SweepPlan Plan, RunHost Host, string Runs) Open(ParseResult result)
    {
        var host = _composition.Host(result);
        string name = _isNamedByOption ? result.GetValue(_name)! : result.GetValue(_nameArgument)!;
        return (SweepPlan.Load(host.Configs, name), host, result.GetValue(_runs)!.FullName);
    }

    /// <summary>What makes a run of a rung, but for its name and the folder of runs.</summary>
    internal static IReadOnlyList<string> CellCommand(SweepPlan plan, RunHost host, int rung) =>
    [
        .. OwnProgram.Command, "sweep", "cell", "--sweep", plan.File, "--rung", rung.ToString(CultureInfo.InvariantCulture),
        .. host.Plugins.SelectMany(plugin => (string[])["--plugin", plugin]),
    ];
}
