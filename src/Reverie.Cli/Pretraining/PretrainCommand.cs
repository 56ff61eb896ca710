using System.CommandLine;
using Reverie.Algorithms.Pretraining;
using Reverie.Algorithms.Pretraining.Options;
using Reverie.Cli.Training;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;
using Spectre.Console;

namespace Reverie.Cli.Pretraining;

/// <summary><c>reverie pretrain</c>: trains a language model on text and leaves a Hugging Face folder.</summary>
internal static class PretrainCommand
{
    internal static Command Create()
    {
        var overrides = new Argument<string[]>("override")
        {
            Description = "exp=NAME picks a recipe (grid-gpt2, markov-gpt2), model=NAME a network, a.b.c=value sets a value.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var resume = new Option<string?>("--resume") { Description = "Go on with this interrupted run; overrides say what shall be different from now on." };
        var runs = new Option<DirectoryInfo>("--runs") { Description = "Folder for run folders.", DefaultValueFactory = _ => new DirectoryInfo("runs") };
        var command = new Command("pretrain", "Trains a language model on text, from random weights or from given ones.") { overrides, resume, runs };
        command.SetAction(result => Friendly.Run(() =>
        {
            string[] changes = result.GetValue(overrides) ?? [];
            return result.GetValue(resume) is { } folder ? Resume(folder, changes) : Start(changes, result.GetValue(runs)!.FullName);
        }));
        return command;
    }

    private static int Start(string[] overrides, string root)
    {
        var roots = ConfigSearchPath.FromEnvironment(Path.Combine(RepositoryRoot.Path, "configs")).Under("pretrain");
        var config = ConfigLoader.Load<PretrainOptions>(roots, overrides);
        var metadata = new RunMetadata
        {
            Command = ["reverie", "pretrain", .. overrides],
            Version = typeof(PretrainCommand).Assembly.GetName().Version?.ToString(),
            Name = config.Options.Output.Name,
        };
        ConfigTree.Print(config.Tree);
        return TrainIn(RunFolder.Create(root, TimeProvider.System, config.Tree, metadata), config, resume: false);
    }

    internal static int Resume(string folder, string[] overrides)
    {
        var run = RunFolder.Open(folder);
        return TrainIn(run, ConfigLoader.LoadFile<PretrainOptions>(run.ConfigFile, overrides), resume: true);
    }

    private static int TrainIn(RunFolder run, LoadedConfig<PretrainOptions> config, bool resume)
    {
        var options = config.Options;
        using var claim = run.Lock();
        using var stop = new GracefulStop(line => AnsiConsole.MarkupLineInterpolated($"[yellow]{line}[/]"));
        var reporter = Reporters.Create();
        string path = Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
        reporter.Message($"Run folder: {path}");
        using var trainer = RunStart.Start(run, config.Tree, resume, () => new PretrainTrainer(options, run, TimeProvider.System, reporter, resume));
        if (!trainer.Run(stop))
        {
            reporter.Message($"Stopped and saved. Go on with: ./reverie pretrain --resume {path}");
            return Friendly.Interrupted;
        }
        reporter.Message($"The model is in {trainer.Export()}{(options.Output.Name is { } name ? $"; its name is {name}" : "")}.");
        return 0;
    }
}
