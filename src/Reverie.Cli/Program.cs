using System.CommandLine;
using System.CommandLine.Help;
using Reverie.Cli;
using Reverie.Cli.Advising;
using Reverie.Cli.Bench;
using Reverie.Cli.Clusters;
using Reverie.Cli.Doctor;
using Reverie.Cli.Environments;
using Reverie.Cli.Experiments;
using Reverie.Cli.Models;
using Reverie.Cli.Playing;
using Reverie.Cli.Results;
using Reverie.Cli.Runs;
using Reverie.Cli.Testing;
using Reverie.Torch;

var root = new RootCommand("Reverie: reinforcement learning inside learned world models.")
{
    TrainCommand.Create(),
    EvalCommand.Create(),
    Reverie.Cli.Playing.PlayCommand.Create(),
    LabCommand.Create(),
    ResumeCommand.Create(),
    ImportCommand.Create(),
    AlgorithmsCommand.Create(),
    ExportCommand.Create(),
    CurvesCommand.Create(),
    CompareCommand.Create(),
    ExperimentCommand.Create(),
    Reverie.Cli.Sweeps.SweepCommand.Create(),
    SubmitCommand.Create(),
    JobsCommand.Create(),
    DoctorCommand.Create(),
    BenchCommand.Create(),
    PretrainCommand.Create(),
    CorpusCommand.Create(),
    TestCommand.Create(),
    EnvsCommand.Create(),
    EnvCommand.Create(),
    ModelCommand.Create(),
    ChatCommand.Create(),
    SimilarityCommand.Create(),
    AdviseCommand.Create(),
};
Mistakes.RefuseUnknownOptions(root);
// There it shows the header, as the original's play.sh has it.
if (args is [Reverie.Cli.Playing.PlayCommand.Name, ..])
    root.Options.OfType<HelpOption>().Single().Aliases.Remove("-h");
var parsed = root.Parse(args is [] ? ["--help"] : args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine(Mistakes.Describe(parsed));
    return 2;
}
int code = await parsed.InvokeAsync();
TorchRuntime.EndProcess(code);
return code;
