using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Language.Models.Gpt2;
using Reverie.Language.Models.GptNeoX;
using Reverie.Language.Models.Llama;
using Reverie.Language.Models.Mamba;
using Reverie.Language.Models.Rwkv;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Circuits;

namespace Reverie.WorldModels.Tests.Backbones;

/// <summary>One backbone of each family, small, with weights large enough for every input to matter.</summary>
internal sealed class BackboneCase : IDisposable
{
    public const int Width = 16;
    public const int Context = 12;
    private const double Spread = 0.3;

    private readonly TensorScope _scope = new();
    private readonly Generator _generator = new(11);

    static BackboneCase() => TorchRuntime.Threads = 1;

    public BackboneCase(string name)
    {
        Backbone = Make(name);
        Module = (Module)Backbone;
        Module.Eval();
    }

    /// <summary>All families.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "gru", "deep_gru", "learned_start_gru", "layer_norm_gru", "cfc_circuit", "mixed_circuit", "dense_circuit", "ltc_circuit",
        "iris_transformer", "gpt2", "llama", "qwen3", "gpt_neox", "mamba", "rwkv",
    ];

    /// <summary>The families whose states hold keys and values.</summary>
    public static IReadOnlyList<string> Caches => ["iris_transformer", "gpt2", "llama", "qwen3", "gpt_neox"];

    public ISequenceBackbone Backbone { get; }

    public Module Module { get; }

    /// <summary>Random inputs [B, T, E].</summary>
    public static Tensor Inputs(long batch, long steps, ulong seed)
    {
        using var generator = new Generator(seed);
        return Tensor.Randn([batch, steps, Width], generator);
    }

    /// <summary>Feeds a sequence in pieces and joins what comes out.</summary>
    public Tensor InPieces(Tensor x, IBackboneState state, params ReadOnlySpan<int> lengths)
    {
        var outputs = new List<Tensor>();
        long done = 0;
        foreach (int length in lengths)
        {
            outputs.Add(Backbone.Forward(x.Narrow(1, done, length), state));
            done += length;
        }
        return Tensor.Cat(outputs.ToArray(), 1);
    }

    public void Dispose()
    {
        Module.Dispose();
        _generator.Dispose();
        _scope.Dispose();
    }

    private ISequenceBackbone Make(string name)
    {
        var weights = WeightFactory.Random(_generator, tokenEmbeddings: false);
        return name switch
        {
            "gru" => CellBackbone.Gru(Width, 24, generator: _generator),
            "deep_gru" => CellBackbone.Gru(Width, 24, layers: 3, _generator),
            "learned_start_gru" => LearnedStart(),
            "layer_norm_gru" => new CellBackbone([new LayerNormGruCell(Width, 24, generator: _generator)]),
            "cfc_circuit" => Circuit(new CircuitOptions()),
            "mixed_circuit" => Circuit(new CircuitOptions { Mode = CfcMode.NoGate, MixedMemory = true, LayerCount = 1 }),
            "dense_circuit" => Circuit(new CircuitOptions { Wiring = CircuitWiring.None, BackboneUnits = 32 }),
            "ltc_circuit" => Circuit(new CircuitOptions { Kind = CircuitKind.Ltc, LayerCount = 1 }),
            "iris_transformer" => Spreaded(new Transformer(
                new TransformerOptions { TokensPerBlock = 3, MaxBlocks = Context / 3, LayerCount = 2, HeadCount = 2, EmbeddingSize = Width }, _generator)),
            "gpt2" => new Gpt2Backbone(
                new Gpt2Config { VocabularySize = 8, HiddenSize = Width, LayerCount = 2, HeadCount = 2, PositionCount = 32, InitializerRange = Spread },
                weights),
            "llama" or "qwen3" => new LlamaBackbone(
                new LlamaConfig(name)
                {
                    VocabularySize = 8,
                    HiddenSize = Width,
                    LayerCount = 2,
                    HeadCount = 4,
                    KeyValueHeadCount = 2,
                    HeadSize = 4,
                    IntermediateSize = 32,
                    InitializerRange = Spread,
                },
                weights),
            "gpt_neox" => new GptNeoXBackbone(
                new GptNeoXConfig
                {
                    VocabularySize = 8,
                    HiddenSize = Width,
                    LayerCount = 2,
                    HeadCount = 2,
                    IntermediateSize = 32,
                    Rotary = new RotaryConfig(),
                    InitializerRange = Spread,
                },
                weights),
            "mamba" => new MambaBackbone(
                new MambaConfig
                {
                    VocabularySize = 8,
                    HiddenSize = Width,
                    LayerCount = 2,
                    InnerSize = 32,
                    StateSize = 4,
                    TimeStepRank = 2,
                    InitializerRange = Spread,
                },
                weights),
            "rwkv" => new RwkvBackbone(
                new RwkvConfig
                {
                    VocabularySize = 8,
                    HiddenSize = Width,
                    LayerCount = 2,
                    AttentionSize = Width,
                    IntermediateSize = 32,
                    InitializerRange = Spread,
                },
                weights),
            _ => throw new ArgumentException(name),
        };
    }

    private CircuitBackbone Circuit(CircuitOptions options) =>
        new(Width, options with { Units = 40, OutputSize = options.Wiring == CircuitWiring.None ? 40 : 24, Sparsity = 0.3 }, _generator);

    private CellBackbone LearnedStart()
    {
        var backbone = new CellBackbone([new GruCell(Width, 24, _generator)], learnedStart: true);
        using var noGrad = new NoGrad();
        backbone.NamedParameters().First(entry => entry.Name == "start.0").Tensor.NormalInPlace(0, 1, _generator);
        return backbone;
    }

    private Transformer Spreaded(Transformer transformer)
    {
        using var noGrad = new NoGrad();
        foreach (var parameter in transformer.Parameters().Where(parameter => parameter.Dim == 2))
            parameter.NormalInPlace(0, Spread, _generator);
        return transformer;
    }
}
