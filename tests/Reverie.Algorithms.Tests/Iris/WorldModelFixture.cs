using System.Text.Json;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Tests.Iris;

/// <summary>A recorded world model with its weights and inputs.</summary>
internal sealed class WorldModelFixture : IDisposable
{
    public WorldModelFixture(string name)
    {
        Golden = Testing.Golden.Load($"iris/world_model/{name}.safetensors");
        Options = OptionsOf(Golden.Json.GetProperty("config"));
        Model = Create();
        Formula.Fill(Model, Golden.Json.GetProperty("salt").GetString()!);
    }

    public GoldenFile Golden { get; }

    public TransformerOptions Options { get; }

    public TokenWorldModel Model { get; }

    public WorldModelBatch Batch => new(Golden["obs_tokens"], Golden["actions"], Golden["rewards"], Golden["ends"], Golden["mask_padding"]);

    /// <summary>How many actions there are.</summary>
    public long Actions => Golden.Json.GetProperty("act_vocab_size").GetInt64();

    /// <summary>A model of the recorded sizes with weights of its own.</summary>
    public TokenWorldModel Create() => new(Golden.Json.GetProperty("obs_vocab_size").GetInt64(), Actions, Options);

    public static TransformerOptions OptionsOf(JsonElement config) => new()
    {
        TokensPerBlock = config.GetProperty("tokens_per_block").GetInt32(),
        MaxBlocks = config.GetProperty("max_blocks").GetInt32(),
        Attention = config.GetProperty("attention").GetString() == "causal" ? AttentionKind.Causal : AttentionKind.BlockCausal,
        LayerCount = config.GetProperty("num_layers").GetInt32(),
        HeadCount = config.GetProperty("num_heads").GetInt32(),
        EmbeddingSize = config.GetProperty("embed_dim").GetInt32(),
        EmbeddingDropout = config.GetProperty("embed_pdrop").GetDouble(),
        ResidualDropout = config.GetProperty("resid_pdrop").GetDouble(),
        AttentionDropout = config.GetProperty("attn_pdrop").GetDouble(),
    };

    /// <summary>Feeds all tokens in pieces of the given sizes, with a state, and joins what comes out.</summary>
    public WorldModelOutput InChunks(IEnumerable<int> sizes, TransformerState state)
    {
        var outputs = new List<WorldModelOutput>();
        foreach (int size in sizes)
            outputs.Add(Model.Forward(Golden["tokens"].Narrow(1, state.Length, size), state));
        return new(
            Tensor.Cat(outputs.Select(o => o.OutputSequence).ToArray(), 1),
            Join(outputs.Select(o => o.LogitsObservations)),
            Join(outputs.Select(o => o.LogitsRewards)),
            Join(outputs.Select(o => o.LogitsEnds)));
    }

    public void AssertClose(string prefix, WorldModelOutput output)
    {
        Golden.AssertClose($"{prefix}.output_sequence", output.OutputSequence);
        Golden.AssertClose($"{prefix}.logits_observations", output.LogitsObservations!);
        Golden.AssertClose($"{prefix}.logits_rewards", output.LogitsRewards!);
        Golden.AssertClose($"{prefix}.logits_ends", output.LogitsEnds!);
    }

    public void Dispose() => Model.Dispose();

    private static Tensor Join(IEnumerable<Tensor?> pieces) => Tensor.Cat(pieces.OfType<Tensor>().ToArray(), 1);
}
