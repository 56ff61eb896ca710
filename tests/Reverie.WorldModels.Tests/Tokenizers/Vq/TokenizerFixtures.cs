using System.Text.Json;
using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Vq;
using Reverie.WorldModels.Tokenizers.Vq.Perceptual;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

/// <summary>Tokenizers as the recordings describe them.</summary>
internal static class TokenizerFixtures
{
    /// <summary>Options from a recorded configuration, whose keys are those of IRIS's yaml.</summary>
    internal static TokenizerOptions Options(JsonElement config)
    {
        var encoder = config.GetProperty("encoder");
        return new TokenizerOptions
        {
            VocabularySize = config.GetProperty("vocab_size").GetInt32(),
            EmbeddingSize = config.GetProperty("embed_dim").GetInt32(),
            Encoder = new FrameCoderOptions
            {
                Resolution = encoder.GetProperty("resolution").GetInt32(),
                InChannels = encoder.GetProperty("in_channels").GetInt32(),
                LatentChannels = encoder.GetProperty("z_channels").GetInt32(),
                Channels = encoder.GetProperty("ch").GetInt32(),
                ChannelMultipliers = [.. encoder.GetProperty("ch_mult").EnumerateArray().Select(item => item.GetInt32())],
                ResidualBlocks = encoder.GetProperty("num_res_blocks").GetInt32(),
                AttentionResolutions = [.. encoder.GetProperty("attn_resolutions").EnumerateArray().Select(item => item.GetInt32())],
                OutChannels = encoder.GetProperty("out_ch").GetInt32(),
                Dropout = encoder.GetProperty("dropout").GetDouble(),
            },
        };
    }

    /// <summary>A tokenizer with weights by formula; those of the perceptual loss stay as they are.</summary>
    internal static Tokenizer Build(JsonElement config, string salt, Lpips? lpips = null)
    {
        using var generator = new Generator(1);
        var tokenizer = new Tokenizer(Options(config), generator);
        Formula.Fill(tokenizer, salt);
        if (lpips is null)
            return tokenizer;
        var perceptual = new Tokenizer(Options(config), generator, lpips);
        perceptual.LoadStateDict(tokenizer.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor), strict: false);
        tokenizer.Dispose();
        return perceptual;
    }

    /// <summary>The tokenizer of tokenizer/tokenizer_small, which other recordings use too.</summary>
    internal static Tokenizer BuildSmall(Lpips? lpips = null)
    {
        var json = Golden.Json("iris/tokenizer/tokenizer_small.json");
        return Build(json.GetProperty("config"), json.GetProperty("salt").GetString()!, lpips);
    }
}
