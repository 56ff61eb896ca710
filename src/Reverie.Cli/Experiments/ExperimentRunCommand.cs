using System.CommandLine;
using Reverie.Cli.Runs;
using Reverie.Training.Experiments;

namespace Reverie.Cli.Experiments;

/// <summary><c>reverie experiment run</c>: makes the runs that are missing.</summary>
internal static class ExperimentRunCommand
{
    internal static Command Create()
    {
        var jobs = JobsOption();
        var command = new Command("run", "Makes an experiment's runs that are missing, and goes on with those that were stopped.") { jobs };
        var arguments = new ExperimentArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (store, host) = arguments.Open(result);
            using var stop = TrainCommand.CreateStop();
            var launcher = new LocalLauncher(store, [.. OwnProgram.Command, "experiment", "cell"], ExperimentArguments.For(store, host, arguments.Runs(result)), host.Reporter);
            bool isComplete = launcher.Run(result.GetValue(jobs), stop);
            string scale = store.Experiment.ScaleName;
            host.Reporter.Message(isComplete
                ? $"Complete. Its results: ./reverie experiment report {store.Experiment.Name} --scale {scale}"
                : $"Not complete. Go on with: ./reverie experiment run {store.Experiment.Name} --scale {scale}");
            return isComplete ? 0 : stop.IsRequested ? ErrorReport.Interrupted : 1;
        }));
        return command;
    }

    /// <summary>How many runs are made at a time.</summary>
    internal static Option<int> JobsOption()
    {
        var jobs = new Option<int>("--jobs") { Description = "Runs at a time; the processor's threads are divided among them.", DefaultValueFactory = _ => 1 };
        jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1024)
                result.AddError("--jobs is a number from 1 to 1024.");
        });
        return jobs;
    }
}
