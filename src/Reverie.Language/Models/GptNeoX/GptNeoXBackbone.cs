using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.GptNeoX;

/// <summary>GPT-NeoX without its output layer.</summary>
public sealed class GptNeoXBackbone : TransformerBackbone
{
    private readonly GptNeoXConfig _config;
    private readonly ModuleList<GptNeoXBlock> _blocks;
    private readonly LayerNorm _norm;
    private readonly Tensor _frequencies;

    public GptNeoXBackbone(GptNeoXConfig config, WeightFactory weights)
    {
        _config = config;
        Tokens = weights.TokenEmbeddings
            ? Child("embed_in", new TokenEmbedding(weights, config.VocabularySize, config.HiddenSize, config.InitializerRange)) : null;
        _blocks = Child("layers", new ModuleList<GptNeoXBlock>(Enumerable.Range(0, config.LayerCount).Select(i => new GptNeoXBlock(config, weights, i))));
        _norm = Child("final_layer_norm", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        long turning = (long)(config.HiddenSize / config.HeadCount * config.RotaryShare);
        _frequencies = Buffer("rotary_frequencies", Tensor.From(config.Rotary.Frequencies(turning)), persistent: false);
    }

    public override LanguageModelConfig Config => _config;

    public override TokenEmbedding? Tokens { get; }

    public override IReadOnlyList<Module> Blocks => _blocks;

    public override Module FinalNorm => _norm;

    private protected override (int Heads, long Size) KeyShape => (_config.HeadCount, _config.HiddenSize / _config.HeadCount);

    internal override Tensor? Frequencies => _frequencies;
}
