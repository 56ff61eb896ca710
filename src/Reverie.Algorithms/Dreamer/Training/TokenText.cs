using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Text as an environment would say it: sentences with silence between them.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">Kept aside.</param>
/// <param name="LeftOut">Words that the environment does not know.</param>
internal sealed record TokenText(long[] Train, long[] Validation, int LeftOut)
{
    /// <exception cref="ConfigException">The environment says no words, a file cannot be read, or there is too little text.</exception>
    public static TokenText Read(Worlds worlds, DreamerOptions options) => DreamerWorlds.WithWords(worlds, options, (environment, speaker) =>
    {
        var text = options.Text;
        var random = new SeededRandom((ulong)options.Seed, "text split");
        List<long> train = [], validation = [];
        int leftOut = 0;
        foreach (var sentence in Files(text.Files, speaker, () => leftOut++).Concat(Spoken(environment, speaker, text.Sentences, (ulong)options.Seed)))
        {
            var part = random.NextDouble() < text.ValidationFraction ? validation : train;
            part.AddRange(sentence);
            part.Add(0);
        }
        int needed = text.SequenceLength;
        if (train.Count < needed || (validation.Count < needed && text.ValidationFraction > 0))
        {
            throw new ConfigException(
                $"The text has {train.Count} words to learn from and {validation.Count} kept aside, too few for text.sequence_length={needed}; give more, or lower it.");
        }
        return new TokenText([.. train], [.. validation], leftOut);
    });

    /// <summary>A batch of sequences, [T, B], that depends on the seed and the step's number only.</summary>
    public static long[] Draw(long[] words, int batch, int length, ulong seed, long step)
    {
        var random = new SeededRandom(seed, $"text {step}");
        long[] drawn = new long[length * batch];
        for (int b = 0; b < batch; b++)
        {
            int start = random.NextInt(words.Length - length + 1);
            for (int t = 0; t < length; t++)
                drawn[(t * batch) + b] = words[start + t];
        }
        return drawn;
    }

    private static IEnumerable<IReadOnlyList<long>> Spoken(IArrayEnvironment environment, ISaysWords speaker, int count, ulong seed)
    {
        var seen = new StepBatch(environment.Layout, 1);
        for (int i = 0; i < count; i++)
        {
            environment.Reset(i == 0 ? seed : null, seen.Row(0));
            yield return [.. speaker.Sentence.Select(word => (long)word)];
        }
    }

    private static IEnumerable<IReadOnlyList<long>> Files(IReadOnlyList<string> files, ISaysWords speaker, Action leaveOut)
    {
        var numbers = speaker.Words.Index().Skip(1).ToDictionary(entry => entry.Item, entry => (long)entry.Index, StringComparer.OrdinalIgnoreCase);
        foreach (string file in files)
        {
            UserFile.Require("text.files", file);
            foreach (string line in File.ReadLines(file))
            {
                var sentence = new List<long>();
                foreach (string word in line.Replace(",", " , ", StringComparison.Ordinal).Split([' ', '.', '\t'], StringSplitOptions.RemoveEmptyEntries))
                {
                    if (numbers.TryGetValue(word, out long number))
                        sentence.Add(number);
                    else
                        leaveOut();
                }
                if (sentence.Count > 0)
                    yield return sentence;
            }
        }
    }
}
