using System.Globalization;
using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language.Generation;
using Reverie.Language.Models;
using Reverie.Torch;

namespace Reverie.Algorithms.Pretraining;

/// <summary>Lets the model write, so that people can see what it has learned.</summary>
internal sealed class SampleWriter(SampleOptions options, PretrainData data, int seed, string folder)
{
    /// <summary>Writes the samples of a step to a file of their own.</summary>
    /// <returns>The first one, on one line; null where none are wanted.</returns>
    public string? Write(LanguageModel model, long step)
    {
        if (options.Count == 0)
            return null;
        int[] prompt = data.Tokenizer.Encode(options.Prompt, parseAddedTokens: false).Prepend(data.EndOfText).ToArray();
        var drawing = new GenerationOptions { MaxTokens = options.Tokens, Temperature = options.Temperature, TopK = options.TopK, EndToken = data.EndOfText };
        // The step is part of the seed: a resumed run draws what the uninterrupted one would have drawn.
        using var generator = new Generator(unchecked(((ulong)seed << 32) ^ (ulong)step));
        var texts = Enumerable.Range(0, options.Count)
            .Select(_ => options.Prompt + data.Tokenizer.Decode(TextGenerator.Generate(model, prompt, drawing, generator)))
            .ToList();
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step-{step:D9}.txt")), string.Join("\n\n---\n\n", texts) + "\n");
        return texts[0].ReplaceLineEndings(" / ");
    }
}
