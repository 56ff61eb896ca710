using Reverie.Language.Tokenization;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>The table of a language model's words, without the model.</summary>
public static class WordEmbeddings
{
    /// <summary>Reads the table from a folder in Hugging Face's layout.</summary>
    /// <returns>Float32, [words, hidden size].</returns>
    /// <exception cref="InvalidDataException">A file is damaged, or holds no such table.</exception>
    /// <exception cref="NotSupportedException">The family is not supported.</exception>
    public static Tensor Load(string folder)
    {
        var config = HuggingFace.LoadConfig(folder);
        using var files = WeightFiles.Open(folder);
        string[] names = [.. WeightLoader.Tables.SelectMany(table => (string[])[$"{config.BackboneName}.{table}", table]), .. Tied(config)];
        string name = names.Select(files.NameOf).FirstOrDefault(found => found is not null)
            ?? throw new InvalidDataException($"{folder}: the weights hold no word embeddings; choose a whole language model.");
        var words = files.Find(name)!.Read().ToTensor().Float();
        if (words.Dim != 2 || words.Size(1) != config.HiddenSize)
        {
            throw new InvalidDataException(
                $"{folder}: '{name}' has the shape [{string.Join(", ", words.Shape.ToArray())}], and words of this {LanguageModelConfig.FileName} have " +
                $"{config.HiddenSize} numbers.");
        }
        return words;
    }

    /// <summary>Texts as the means of the embeddings of their words, each text read as if it stood behind another.</summary>
    /// <param name="folder">A folder in Hugging Face's layout, with its tokenizer.</param>
    /// <param name="texts">For example <c>locked red door</c>.</param>
    /// <returns>Float32, [texts, hidden size].</returns>
    /// <exception cref="InvalidDataException">A file is damaged, or holds no such table, or the tokenizer knows words that it does not.</exception>
    /// <exception cref="IOException">There is no tokenizer.</exception>
    /// <exception cref="NotSupportedException">The family, or the tokenizer, is not supported.</exception>
    public static Tensor Means(string folder, IReadOnlyList<string> texts)
    {
        using var scope = new TensorScope();
        var words = Load(folder);
        var tokenizer = BpeTokenizer.Load(folder);
        return scope.Keep(Tensor.Stack([.. texts.Select(Mean)]));

        Tensor Mean(string text)
        {
            int[] ids = tokenizer.Encode($" {text}", parseAddedTokens: false);
            return ids.Max() < words.Size(0)
                ? words.IndexSelect(0, Tensor.From([.. ids.Select(id => (long)id)])).Mean([0])
                : throw new InvalidDataException($"{folder}: the tokenizer says word {ids.Max()} in '{text}', and the model has {words.Size(0)}; both must be of one model.");
        }
    }

    /// <summary>A tied model may be stored with its output layer only.</summary>
    private static string[] Tied(LanguageModelConfig config) => config.TieWordEmbeddings ? [$"{config.HeadName}.weight"] : [];
}
