using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>How words go in, from the options.</summary>
internal static class TokenTable
{
    private const string Key = "algo.world_model.token";

    /// <returns>Null where nothing is said.</returns>
    /// <exception cref="ConfigException">The options do not fit what the environment says.</exception>
    public static TokenSizes? Of(TokenOptions options, ObservationKeys keys, IReadOnlyList<string>? words, CancellationToken stop)
    {
        if (keys.Token is not { } token)
        {
            return options.Embedding == TokenEmbedding.OneHot
                ? null : throw new ConfigException($"{Key}.embedding is for words: name 'token' in algo.mlp_keys.encoder, or leave it at one_hot.");
        }
        return options.Embedding switch
        {
            TokenEmbedding.OneHot => new(),
            TokenEmbedding.Learned => new(options.Size),
            _ => new(0, Means(options, words!, ObservationKeys.WidthOf(token), stop), options.Frozen),
        };
    }

    /// <summary>Each word as the mean of the embeddings of its tokens; silence as zeros.</summary>
    private static Tensor Means(TokenOptions options, IReadOnlyList<string> words, long count, CancellationToken stop)
    {
        if (words.Count != count)
            throw new ConfigException($"The environment shows {count} tokens and names {words.Count} words, so that a language model cannot embed them.");
        string folder = LanguageMemory.Folder($"{Key}.name", options.Name!, options.Revision, stop);
        try
        {
            var means = UserText.Use($"{Key}.name", () => WordEmbeddings.Means(folder, [.. words.Skip(1)]));
            return Tensor.Cat([Tensor.Zeros([1, means.Size(1)]), means]);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ConfigException($"{Key}.name: {e.Message}", e);
        }
    }
}
