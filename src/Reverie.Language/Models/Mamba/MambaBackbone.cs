using Reverie.Language.Layers;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Mamba;

/// <summary>Mamba without its output layer.</summary>
public sealed class MambaBackbone : RecurrentBackbone<MambaState>
{
    private readonly MambaConfig _config;
    private readonly ModuleList<MambaBlock> _blocks;
    private readonly RmsNorm _norm;

    public MambaBackbone(MambaConfig config, WeightFactory weights)
    {
        _config = config;
        Tokens = weights.TokenEmbeddings
            ? Child("embeddings", new TokenEmbedding(weights, config.VocabularySize, config.HiddenSize, config.InitializerRange)) : null;
        _blocks = Child("layers", new ModuleList<MambaBlock>(Enumerable.Range(0, config.LayerCount).Select(i => new MambaBlock(config, weights, i))));
        _norm = Child("norm_f", new RmsNorm(weights, config.HiddenSize, config.NormEpsilon));
    }

    public override LanguageModelConfig Config => _config;

    public override TokenEmbedding? Tokens { get; }

    public override IReadOnlyList<Module> Blocks => _blocks;

    public override Module FinalNorm => _norm;

    public override IBackboneState CreateState(long batch, long capacity) => new MambaState(_config, batch, _norm.Weight.Device);
}
