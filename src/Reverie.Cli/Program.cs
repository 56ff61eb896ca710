using System.CommandLine;
using Reverie.Cli.Bench;
using Reverie.Cli.Doctor;
using Reverie.Cli.Models;
using Reverie.Cli.Testing;

var root = new RootCommand("Reverie: reinforcement learning inside learned world models.")
{
    DoctorCommand.Create(),
    BenchCommand.Create(),
    ModelCommand.Create(),
    TestCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
