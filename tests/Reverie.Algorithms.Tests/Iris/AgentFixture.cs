using System.Text.Json;
using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Tests.Iris;

/// <summary>An agent of the recorded sizes with weights by formula, component by component.</summary>
internal sealed class AgentFixture : IDisposable
{
    private readonly Generator _generator = new(0);

    public AgentFixture(string config = "iris/agent.json", bool useOriginalObs = false, bool fill = true)
    {
        var json = Golden.Json(config);
        long actions = json.GetProperty("act_vocab_size").GetInt64();
        Tokenizer = new Tokenizer(TokenizerOptionsOf(json.GetProperty("tokenizer")), _generator);
        var model = new TokenWorldModel(Tokenizer.VocabularySize, actions, TransformerOptionsOf(json.GetProperty("world_model")), _generator);
        int units = json.TryGetProperty("lstm_dim", out var dim) ? dim.GetInt32() : 512;
        var actor = new ActorCritic(actions, new ActorCriticOptions { LstmDim = units, Resolution = Tokenizer.Options.Encoder.Resolution, UseOriginalObs = useOriginalObs }, _generator);
        Agent = new Agent(Tokenizer, model, actor);
        if (!fill)
            return;
        string salt = json.GetProperty("salt").GetString()!;
        Formula.Fill(Tokenizer, salt);
        Formula.Fill(model, salt);
        Formula.Fill(actor, salt);
    }

    public Agent Agent { get; }

    public Tokenizer Tokenizer { get; }

    public void Dispose()
    {
        Agent.Dispose();
        _generator.Dispose();
    }

    private static TokenizerOptions TokenizerOptionsOf(JsonElement json)
    {
        var encoder = json.GetProperty("encoder");
        return new TokenizerOptions
        {
            VocabularySize = json.GetProperty("vocab_size").GetInt32(),
            EmbeddingSize = json.GetProperty("embed_dim").GetInt32(),
            Encoder = new FrameCoderOptions
            {
                Resolution = encoder.GetProperty("resolution").GetInt32(),
                InChannels = encoder.GetProperty("in_channels").GetInt32(),
                OutChannels = encoder.GetProperty("out_ch").GetInt32(),
                Dropout = encoder.GetProperty("dropout").GetDouble(),
                LatentChannels = encoder.GetProperty("z_channels").GetInt32(),
                Channels = encoder.GetProperty("ch").GetInt32(),
                ChannelMultipliers = Integers(encoder.GetProperty("ch_mult")),
                ResidualBlocks = encoder.GetProperty("num_res_blocks").GetInt32(),
                AttentionResolutions = Integers(encoder.GetProperty("attn_resolutions")),
            },
        };
    }

    private static TransformerOptions TransformerOptionsOf(JsonElement json) => new()
    {
        TokensPerBlock = json.GetProperty("tokens_per_block").GetInt32(),
        MaxBlocks = json.GetProperty("max_blocks").GetInt32(),
        LayerCount = json.GetProperty("num_layers").GetInt32(),
        HeadCount = json.GetProperty("num_heads").GetInt32(),
        EmbeddingSize = json.GetProperty("embed_dim").GetInt32(),
        EmbeddingDropout = json.GetProperty("embed_pdrop").GetDouble(),
        ResidualDropout = json.GetProperty("resid_pdrop").GetDouble(),
        AttentionDropout = json.GetProperty("attn_pdrop").GetDouble(),
    };

    private static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt32())];
}
