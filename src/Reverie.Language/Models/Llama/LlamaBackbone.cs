using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Llama;

/// <summary>A model of the Llama family without its output layer.</summary>
public sealed class LlamaBackbone : TransformerBackbone
{
    private readonly LlamaConfig _config;
    private readonly ModuleList<LlamaBlock> _blocks;
    private readonly RmsNorm _norm;
    private readonly Tensor _frequencies;

    public LlamaBackbone(LlamaConfig config, WeightFactory weights)
    {
        _config = config;
        Tokens = weights.TokenEmbeddings
            ? Child("embed_tokens", new TokenEmbedding(weights, config.VocabularySize, config.HiddenSize, config.InitializerRange)) : null;
        _blocks = Child("layers", new ModuleList<LlamaBlock>(Enumerable.Range(0, config.LayerCount).Select(i => new LlamaBlock(config, weights, i))));
        _norm = Child("norm", new RmsNorm(weights, config.HiddenSize, config.NormEpsilon));
        _frequencies = Buffer("rotary_frequencies", Tensor.From(config.Rotary.Frequencies(config.HeadSize)), persistent: false);
    }

    public override LanguageModelConfig Config => _config;

    public override TokenEmbedding? Tokens { get; }

    public override IReadOnlyList<Module> Blocks => _blocks;

    public override Module FinalNorm => _norm;

    private protected override (int Heads, long Size) KeyShape => (_config.KeyValueHeadCount, _config.HeadSize);

    internal override Tensor? Frequencies => _frequencies;
}
