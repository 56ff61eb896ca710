using System.CommandLine;
using Reverie.Algorithms.Pretraining.Corpora;
using Reverie.Cli.Runs;
using Reverie.Training.Configuration;
using Reverie.Training.Progress;

namespace Reverie.Cli.Models;

/// <summary><c>reverie corpus</c>: writes the text that Reverie makes itself to a file, for looking at it or for other tools.</summary>
internal static class CorpusCommand
{
    internal static Command Create() => new("corpus", "Writes text to pretrain on.")
    {
        Create("grid", CorpusKind.Grid, "Episodes of MiniGrid and BabyAI in words: missions, what the agent sees, what it does."),
        Create("grid-advice", CorpusKind.GridAdvice, "Situations of BabyAI and what its bot would do: questions and answers for an adviser."),
        Create("markov", CorpusKind.Markov, "The control: sequences of a random Markov chain over 100 states."),
    };

    private static Command Create(string name, CorpusKind kind, string description)
    {
        var folder = new Option<DirectoryInfo>("--out") { Description = $"The folder in which {name}.txt is written.", Required = true };
        var megabytes = new Option<double>("--megabytes") { Description = "How much text, in units of 10^6 bytes.", DefaultValueFactory = _ => 8 };
        var seed = new Option<uint>("--seed") { Description = "Same seed, same text." };
        var command = new Command(name, description) { folder, megabytes, seed };
        command.SetAction(result => ErrorReport.Guard(
            () => Write(kind, Path.Combine(result.GetValue(folder)!.FullName, $"{name}.txt"), result.GetValue(megabytes), result.GetValue(seed))));
        return command;
    }

    private static int Write(CorpusKind kind, string path, double megabytes, ulong seed)
    {
        if (megabytes is not (> 0 and <= 1e5))
            throw new ConfigException($"--megabytes is {megabytes}; give a number above 0.");
        long bytes = (long)(megabytes * 1e6);
        int count;
        using (var phase = new ProgressPhase(Reporters.Create(), TimeProvider.System, "corpus", "bytes", bytes))
            count = Corpus.Write(Corpus.Documents(kind, seed, bytes), path, written => phase.Advance(written));
        Console.WriteLine($"{path}: {count:N0} documents.");
        if (kind == CorpusKind.Markov)
            Console.WriteLine($"The chain's entropy is {new MarkovCorpus(seed).EntropyRate():F4} nats a state: no model can predict it better.");
        return 0;
    }
}
