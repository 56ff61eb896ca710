using System.CommandLine;
using Reverie.Cli.Runs;
using Reverie.Training.Experiments;
using Reverie.Training.Sessions;

namespace Reverie.Cli.Experiments;

/// <summary>The experiment that a command is about.</summary>
internal sealed class ExperimentArguments
{
    private readonly Option<string> _name = new("--experiment") { Description = "The experiment's name.", Required = true };
    private readonly Argument<string> _nameArgument = new("name") { Description = "A file of configs/experiments without .yaml." };
    private readonly Option<string?> _scale = new("--scale") { Description = "One of the experiment's scales; its first if left out." };
    private readonly Option<DirectoryInfo> _runs = TrainCommand.RunsOption();
    private readonly Composition _composition;
    private readonly bool _isNamedByOption;

    /// <param name="command">Gets the options.</param>
    /// <param name="isNamedByOption">Whether the name is an option, since the command has an argument of its own.</param>
    internal ExperimentArguments(Command command, bool isNamedByOption = false)
    {
        _isNamedByOption = isNamedByOption;
        if (isNamedByOption)
            command.Add(_name);
        else
            command.Add(_nameArgument);
        command.Add(_scale);
        command.Add(_runs);
        _composition = new(command);
    }

    internal (ExperimentStore Store, RunHost Host) Open(ParseResult result, string? prepared = null)
    {
        var host = _composition.Host(result);
        string name = _isNamedByOption ? result.GetValue(_name)! : result.GetValue(_nameArgument)!;
        var experiment = Experiment.Load(host.Configs, name, result.GetValue(_scale));
        return (new(experiment, result.GetValue(_runs)!.FullName, prepared), host);
    }

    /// <summary>What another process must be told to be about the same experiment.</summary>
    internal static IReadOnlyList<string> For(ExperimentStore store, RunHost host, string runs) =>
    [
        "--experiment", store.Experiment.Name, "--scale", store.Experiment.ScaleName, "--runs", runs,
        .. host.Plugins.SelectMany(plugin => (string[])["--plugin", plugin]),
    ];

    /// <summary>The folder of all runs.</summary>
    internal string Runs(ParseResult result) => result.GetValue(_runs)!.FullName;
}
