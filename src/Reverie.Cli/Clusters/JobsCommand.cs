using System.CommandLine;
using Reverie.Cli.Experiments;
using Reverie.Cli.Runs;
using Reverie.Cli.Sweeps;
using Reverie.Training.Clusters;
using Reverie.Training.Configuration;
using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Clusters;

/// <summary><c>reverie jobs</c>: what was submitted to a cluster.</summary>
internal static class JobsCommand
{
    internal static Command Create() => new("jobs", "What was submitted to a cluster.")
    {
        Make("status", "Shows how far what was submitted is: the runs, and what the scheduler says.", Status),
        Make("cancel", "Ends what was submitted, and takes back what waits. Runs keep their checkpoints.", Cancel),
    };

    private static Command Make(string name, string description, Action<SubmittedJob, Composition, ParseResult> act)
    {
        var folder = new Argument<string?>("job") { Description = "A folder of runs/submitted; the newest if left out.", Arity = ArgumentArity.ZeroOrOne };
        var runs = TrainCommand.RunsOption();
        var command = new Command(name, description) { folder, runs };
        var composition = new Composition(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            string path = result.GetValue(folder) ?? SubmittedJob.Folders(result.GetValue(runs)!.FullName).LastOrDefault()
                ?? throw new ConfigException("Nothing was submitted from here; `reverie submit` does that.");
            act(SubmittedJob.Read(path), composition, result);
            return 0;
        }));
        return command;
    }

    private static void Status(SubmittedJob job, Composition composition, ParseResult result)
    {
        var host = composition.Host(result);
        var configs = job.SearchPath is { } more ? host.Configs.Append(more) : host.Configs;
        if (job.Sweep is { } sweep)
            SweepStatusCommand.Print(SweepPlan.Load(configs, sweep), job.Runs);
        else
            ExperimentStatusCommand.Print(new(Experiment.Load(configs, job.Experiment, job.Scale), job.Runs));
        foreach (string id in job.Ids)
        {
            string said = new Scheduler(job.Kind).Status(id);
            host.Reporter.Message(said.Length > 0 ? said : $"{id}: the scheduler knows nothing of it any more.");
        }
    }

    private static void Cancel(SubmittedJob job, Composition composition, ParseResult result)
    {
        foreach (string id in job.Ids)
            new Scheduler(job.Kind).Cancel(id);
        composition.Host(result).Reporter.Message($"Cancelled: {string.Join(", ", job.Ids)}");
    }
}
