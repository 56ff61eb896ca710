using Reverie.Algorithms.Pretraining.Corpora;
using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language.Hub;
using Reverie.Language.Tokenization;
using Reverie.Training.Configuration;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Pretraining;

/// <summary>
/// The text of a run as tokens, with the tokenizer that read it. It is kept in the run folder, so that a resumed run sees the
/// same tokens even where the files have changed.
/// </summary>
public sealed class PretrainData
{
    private const string TrainFile = "train.tokens", ValidationFile = "validation.tokens", EndFile = "end_of_text";

    private PretrainData(BpeTokenizer tokenizer, int end, int[] train, int[] validation) =>
        (Tokenizer, EndOfText, TrainTokens, ValidationTokens) = (tokenizer, end, train, validation);

    public BpeTokenizer Tokenizer { get; }

    /// <summary>The token behind each document.</summary>
    public int EndOfText { get; }

    public int[] TrainTokens { get; }

    public int[] ValidationTokens { get; }

    /// <summary>Reads or makes the text, trains or loads the tokenizer, and splits off the validation text.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="modelFolder">The folder of the model that is trained on, or null for a new one.</param>
    /// <param name="hub">Finds a tokenizer by name.</param>
    /// <param name="progress">Shows what is going on.</param>
    /// <exception cref="ConfigException">A file is missing, or the text is too short.</exception>
    public static PretrainData Prepare(PretrainOptions options, string? modelFolder, ModelHub hub, IProgressReporter progress)
    {
        var documents = Read(options, progress);
        string? source = options.Tokenizer.From is { } from
            ? UserText.Use("tokenizer.from", () => hub.GetModelAsync(from).GetAwaiter().GetResult())
            : modelFolder;
        var tokenizer = source is null ? Train(options.Tokenizer, documents, progress) : BpeTokenizer.Load(source);
        int end = EndToken.Find(tokenizer, source);
        var (train, validation) = Split(options, documents, tokenizer, end);
        progress.Message(
            $"Text: {documents.Count:N0} documents, {train.Length:N0} tokens to learn from and {validation.Length:N0} to validate on; the tokenizer " +
            $"has {tokenizer.VocabularySize:N0} tokens.");
        return new PretrainData(tokenizer, end, train, validation);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static PretrainData Load(string folder) => new(
        BpeTokenizer.Load(folder),
        PackedTokens.Read(Path.Combine(folder, EndFile))[0],
        PackedTokens.Read(Path.Combine(folder, TrainFile)),
        PackedTokens.Read(Path.Combine(folder, ValidationFile)));

    /// <summary>Keeps tokens and tokenizer in a folder.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        Tokenizer.Save(folder);
        PackedTokens.Write(Path.Combine(folder, EndFile), [EndOfText]);
        PackedTokens.Write(Path.Combine(folder, TrainFile), TrainTokens);
        PackedTokens.Write(Path.Combine(folder, ValidationFile), ValidationTokens);
    }

    private static List<string> Read(PretrainOptions options, IProgressReporter progress)
    {
        var data = options.Data;
        var documents = TextFiles.Find(data.Files).SelectMany(file => TextFiles.Documents(file, data.Separator)).ToList();
        if (data.Corpus != CorpusKind.None)
        {
            progress.Message($"Making {data.CorpusMegabytes:G4} MB of text ({data.Corpus.ToString().ToLowerInvariant()}) ...");
            documents.AddRange(Corpus.Documents(data.Corpus, (ulong)options.Common.Seed, (long)(data.CorpusMegabytes * 1e6)));
        }
        return documents.Count > 0 ? documents : throw new ConfigException("data.files: there is nothing but blank space in the text; give other files.");
    }

    private static BpeTokenizer Train(TokenizerChoice choice, List<string> documents, IProgressReporter progress)
    {
        progress.Message("Training the tokenizer ...");
        var trainer = new BpeTrainer(new BpeTrainerOptions { VocabularySize = choice.VocabularySize, MinFrequency = choice.MinFrequency });
        foreach (string document in documents)
            trainer.Add(document);
        return trainer.Train();
    }

    private static (int[] Train, int[] Validation) Split(PretrainOptions options, List<string> documents, BpeTokenizer tokenizer, int end)
    {
        var random = new SeededRandom((ulong)options.Common.Seed, "validation split");
        List<int> train = [], validation = [];
        foreach (string document in documents)
        {
            var part = random.NextDouble() < options.Data.ValidationFraction ? validation : train;
            // Nothing in a text may act as a control token.
            tokenizer.Encode(document, part, parseAddedTokens: false);
            part.Add(end);
        }
        int length = options.Data.SequenceLength;
        if (validation.Count <= length && options.Data.ValidationFraction > 0)
        {
            // Too few documents to set some aside: the end of the text is taken instead.
            train.InsertRange(0, validation);
            int kept = Math.Max(length + 1, (int)(train.Count * options.Data.ValidationFraction));
            if (train.Count <= kept + length)
            {
                throw new ConfigException(
                    $"The text has {train.Count} tokens, too few for sequences of {length} and validation; give more text, lower " +
                    $"data.sequence_length, or set data.validation_fraction=0.");
            }

            validation = train[^kept..];
            train.RemoveRange(train.Count - kept, kept);
        }
        return train.Count > length
            ? ([.. train], [.. validation])
            : throw new ConfigException($"The text has {train.Count} tokens, too few for sequences of {length}; give more text or lower data.sequence_length.");
    }
}
