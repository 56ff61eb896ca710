using Reverie.Language.Layers;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Rwkv;

/// <summary>RWKV-4 without its output layer.</summary>
public sealed class RwkvBackbone : RecurrentBackbone<RwkvState>
{
    private readonly RwkvConfig _config;
    private readonly ModuleList<RwkvBlock> _blocks;
    private readonly LayerNorm _norm;

    public RwkvBackbone(RwkvConfig config, WeightFactory weights)
    {
        _config = config;
        Tokens = weights.TokenEmbeddings
            ? Child("embeddings", new TokenEmbedding(weights, config.VocabularySize, config.HiddenSize, config.InitializerRange)) : null;
        _blocks = Child("blocks", new ModuleList<RwkvBlock>(Enumerable.Range(0, config.LayerCount).Select(i => new RwkvBlock(config, weights, i))));
        _norm = Child("ln_out", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
    }

    public override LanguageModelConfig Config => _config;

    public override TokenEmbedding? Tokens { get; }

    public override IReadOnlyList<Module> Blocks => _blocks;

    public override Module FinalNorm => _norm;

    public override IBackboneState CreateState(long batch, long capacity) => new RwkvState(_config, batch, _norm.Weight.Device);
}
