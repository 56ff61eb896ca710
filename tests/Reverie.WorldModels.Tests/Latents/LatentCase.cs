using Reverie.Torch;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Latents;

namespace Reverie.WorldModels.Tests.Latents;

/// <summary>A small latent model whose memory is a small language model of a family.</summary>
internal sealed class LatentCase : IDisposable
{
    public const int Actions = 3, Embedding = 5, Variables = 4;

    private const int Width = 16;

    private static readonly Dictionary<string, Dictionary<string, object?>> Families = new()
    {
        ["mamba"] = new() { ["model_type"] = "mamba", ["hidden_size"] = Width, ["num_hidden_layers"] = 2 },
        ["rwkv"] = new() { ["model_type"] = "rwkv", ["hidden_size"] = Width, ["num_hidden_layers"] = 2 },
        ["gpt2"] = new() { ["model_type"] = "gpt2", ["n_embd"] = Width, ["n_layer"] = 2, ["n_head"] = 2, ["n_positions"] = 64 },
        ["llama"] = new()
        {
            ["model_type"] = "llama",
            ["hidden_size"] = Width,
            ["num_hidden_layers"] = 2,
            ["num_attention_heads"] = 4,
            ["num_key_value_heads"] = 2,
            ["intermediate_size"] = 32,
        },
        ["gpt_neox"] = new()
        {
            ["model_type"] = "gpt_neox",
            ["hidden_size"] = Width,
            ["num_hidden_layers"] = 2,
            ["num_attention_heads"] = 2,
            ["intermediate_size"] = 32,
        },
    };

    private readonly Generator _generator = new(3);

    public LatentCase(string family, bool isSequence, int context = 16, bool isDecoupled = false)
    {
        var core = LanguageCore.Create(new() { FromPretrained = false, Config = Families[family] }, folder: null, _generator);
        var options = new RssmOptions
        {
            Stochastic = Variables,
            Discrete = Variables,
            Recurrent = isSequence ? Width : 3 * Width,
            PseudoTokens = isSequence ? 0 : 3,
            Context = context,
            Dense = Width,
            PriorHidden = Width,
            PosteriorHidden = Width,
            Actions = Actions,
            Embedding = Embedding,
            IsDecoupled = isDecoupled,
        };
        Model = isSequence ? new SequenceModel(options, core, _generator) : new Rssm(options, _generator, core);
        // Weights of a little size make a network of which every part counts.
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        foreach (var weight in Model.Parameters().Where(parameter => parameter.Dim == 2))
            weight.CopyFrom(Tensor.Randn(weight.Shape, _generator) * (2 / Math.Sqrt(weight.Size(1))));
    }

    public static IEnumerable<string> Names => Families.Keys;

    public LatentModel Model { get; }

    /// <summary>[T, B, n]</summary>
    public Tensor Draw(long steps, long batch, long size) => Tensor.Randn([steps, batch, size], _generator);

    /// <summary>Truth values [T, B]: the first row, and the places that are given.</summary>
    public static Tensor Firsts(long steps, long batch, params (int Step, int Row)[] places)
    {
        bool[] firsts = new bool[steps * batch];
        firsts.AsSpan(0, (int)batch).Fill(true);
        foreach (var (step, row) in places)
            firsts[(step * batch) + row] = true;
        return Tensor.From(firsts, steps, batch);
    }

    public void Dispose()
    {
        Model.Dispose();
        _generator.Dispose();
    }
}
