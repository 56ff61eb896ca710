using System.CommandLine;
using Reverie.Algorithms.Pretraining;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie pretrain</c>: trains a language model on text and leaves a Hugging Face folder; <c>reverie resume</c> goes on.</summary>
internal static class PretrainCommand
{
    internal static Command Create()
    {
        var runs = TrainCommand.RunsOption();
        var command = new Command("pretrain", "Trains a language model on text, from random weights or from given ones.") { runs };
        var composition = new Composition(
            command, "exp=NAME picks a recipe (grid-gpt2, grid-adviser, markov-gpt2), model=NAME a network, a.b.c=value sets a value.");
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            using var stop = TrainCommand.CreateStop();
            var host = composition.Host(result);
            string[] overrides = composition.Overrides(result);
            var (algorithm, config) = host.Compose(overrides, PretrainingAlgorithm.RegisteredName);
            var session = host.Create(algorithm, config, result.GetValue(runs)!.FullName, ["reverie", "pretrain", .. overrides]);
            return TrainCommand.Train(session, host, config, stop) ? 0 : ErrorReport.Interrupted;
        }));
        return command;
    }
}
