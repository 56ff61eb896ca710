using System.CommandLine;
using Reverie.Cli.Bench;
using Reverie.Cli.Doctor;
using Reverie.Cli.Environments;
using Reverie.Cli.Models;
using Reverie.Cli.Pretraining;
using Reverie.Cli.Results;
using Reverie.Cli.Testing;
using Reverie.Cli.Training;

var root = new RootCommand("Reverie: reinforcement learning inside learned world models.")
{
    TrainCommand.Create(),
    EvalCommand.Create(),
    ResumeCommand.Create(),
    CurvesCommand.Create(),
    DoctorCommand.Create(),
    BenchCommand.Create(),
    PretrainCommand.Create(),
    CorpusCommand.Create(),
    TestCommand.Create(),
    EnvsCommand.Create(),
    EnvCommand.Create(),
    ModelCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
