using System.CommandLine;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Runs;
using Spectre.Console;

namespace Reverie.Cli.Training;

/// <summary><c>reverie train</c>: composes a configuration, makes a run folder, and trains.</summary>
internal static class TrainCommand
{
    private const int FinalEpisodes = 100;

    internal static Command Create()
    {
        var overrides = new Argument<string[]>("override")
        {
            Description = "exp=NAME picks an experiment, group=choice swaps a group, a.b.c=value sets a value.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var multirun = new Option<bool>("--multirun", "-m") { Description = "Run every combination of values given as a=1,2,3, one after another." };
        var runs = new Option<DirectoryInfo>("--runs") { Description = "Folder for run folders.", DefaultValueFactory = _ => new DirectoryInfo("runs") };
        var command = new Command("train", "Trains an agent.") { overrides, multirun, runs };
        command.SetAction(result => Friendly.Run(() => Run(result.GetValue(overrides) ?? [], result.GetValue(multirun), result.GetValue(runs)!.FullName)));
        return command;
    }

    private static int Run(string[] overrides, bool multirun, string root)
    {
        using var stop = new GracefulStop(line => AnsiConsole.MarkupLineInterpolated($"[yellow]{line}[/]"));
        var roots = ConfigSearchPath.FromEnvironment(Path.Combine(RepositoryRoot.Path, "configs"));
        var sweep = multirun ? Sweep.Expand(overrides, roots) : [overrides];
        // All of them are checked before the first one starts.
        var configs = sweep.Select(one => ConfigLoader.Load<TrainerOptions>(roots, one)).ToList();
        foreach (var (index, config) in configs.Index())
        {
            if (configs.Count > 1)
                AnsiConsole.Write(new Rule($"run {index + 1} of {configs.Count}: {Markup.Escape(string.Join(' ', sweep[index]))}").LeftJustified());
            var run = RunFolder.Create(root, TimeProvider.System, config.Tree, RunMetadataOf(config, sweep[index]));
            ConfigTree.Print(config.Tree);
            if (!TrainIn(run, config, resume: false, stop))
                return Friendly.Interrupted;
        }
        return 0;
    }

    /// <summary>Trains in a run folder and says what came of it.</summary>
    /// <returns>False when it was interrupted.</returns>
    internal static bool TrainIn(RunFolder run, LoadedConfig<TrainerOptions> config, bool resume, GracefulStop stop)
    {
        var options = config.Options;
        using var claim = run.Lock();
        var reporter = Reporters.Create();
        string path = Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
        using (var trainer = RunStart.Start(run, config.Tree, resume, () => new IrisTrainer(options, run, TimeProvider.System, reporter, resume)))
        {
            EstimatePrinter.Print(options, trainer);
            reporter.Message($"Run folder: {path}");
            if (!trainer.Run(stop))
            {
                reporter.Message($"Stopped and saved. Go on with: ./reverie resume {path}");
                return false;
            }
        }
        if (!options.Common.DoCheckpoint)
        {
            reporter.Message("Nothing was saved (common.do_checkpoint=false), so there is nothing to evaluate.");
            return true;
        }
        if (EvalCommand.Evaluate(run, options, FinalEpisodes, seed: 0, video: true, reporter, stop))
            return true;
        reporter.Message($"Trained and saved, but not evaluated to the end. Evaluate with: ./reverie eval {path}");
        return false;
    }

    private static RunMetadata RunMetadataOf(LoadedConfig<TrainerOptions> config, IReadOnlyList<string> overrides)
    {
        var labels = config.Options.Wandb;
        return new()
        {
            Command = ["reverie", "train", .. overrides],
            Version = typeof(TrainCommand).Assembly.GetName().Version?.ToString(),
            Project = labels.Project,
            Entity = labels.Entity,
            Name = labels.Name,
            Group = labels.Group,
            Tags = labels.Tags,
            Notes = labels.Notes,
        };
    }
}
