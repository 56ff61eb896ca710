using Reverie.Algorithms.Iris.Networks;
using Reverie.Language.Hub;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The word embeddings of the world model's language model, for a codebook that comes from there, and for tokens that words can say.</summary>
internal static class LanguageWords
{
    private const string Key = "world_model.hf_model";

    /// <summary>Names of the table of observation tokens, token by token and whole frames at once.</summary>
    private static readonly string[] Tables = ["embedder.embedding_tables.1.weight", "observation_emb.weight"];

    /// <returns>[words, hidden size]</returns>
    /// <exception cref="ConfigException">The model's files hold no words.</exception>
    /// <exception cref="HubException">The model cannot be had.</exception>
    internal static Tensor Load(LanguageCoreOptions options, CancellationToken stop) => Use(options, stop, WordEmbeddings.Load);

    /// <summary>
    /// Makes the vectors of observation tokens begin as the means of the language model's embeddings of the words that say them:
    /// E(z) = mean over words w of z of E_LM(w). They learn on.
    /// </summary>
    /// <param name="model">A world model whose observation tokens have a table of their own, as wide as the language model.</param>
    /// <param name="tokenizer">Says its tokens in words.</param>
    /// <param name="options">The language model.</param>
    /// <param name="stop">Ends a download.</param>
    /// <exception cref="ConfigException">The model's files hold no words, or no tokenizer, or the world model no such table.</exception>
    /// <exception cref="HubException">The model cannot be had.</exception>
    internal static void Begin(WorldModel model, IWordedTokenizer tokenizer, LanguageCoreOptions options, CancellationToken stop)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        string[] texts = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Words)];
        var words = Use(options, stop, folder => WordEmbeddings.Means(folder, texts));
        var table = model.NamedParameters().FirstOrDefault(parameter => Tables.Contains(parameter.Name)).Tensor;
        if (table is null || !table.Shape.SequenceEqual(words.Shape))
            throw new ConfigException("world_model.embed_tokens_from_words needs a table of observation tokens as wide as the language model; leave it out.");
        table.CopyFrom(words.To(table.Device));
    }

    private static T Use<T>(LanguageCoreOptions options, CancellationToken stop, Func<string, T> read)
    {
        string name = options.Name ?? throw new ConfigException($"Words come from a language model; give {Key}.name.");
        using var hub = new ModelHub();
        string folder = UserText.Use($"{Key}.name", () => hub.GetModelAsync(name, options.Revision, cancellation: stop).GetAwaiter().GetResult());
        try
        {
            return UserText.Use(Key, () => read(folder));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ConfigException($"{Key}: {e.Message}", e);
        }
    }
}
