using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Gpt2;

/// <summary>GPT-2 without its output layer. Embeddings given from outside get the position embedding too.</summary>
public sealed class Gpt2Backbone : TransformerBackbone
{
    private readonly Gpt2Config _config;
    private readonly TokenEmbedding _positions;
    private readonly ModuleList<Gpt2Block> _blocks;
    private readonly LayerNorm _norm;

    public Gpt2Backbone(Gpt2Config config, WeightFactory weights)
    {
        _config = config;
        Tokens = weights.TokenEmbeddings ? Child("wte", new TokenEmbedding(weights, config.VocabularySize, config.HiddenSize, config.InitializerRange)) : null;
        _positions = Child("wpe", new TokenEmbedding(weights, config.PositionCount, config.HiddenSize, config.InitializerRange));
        _blocks = Child("h", new ModuleList<Gpt2Block>(Enumerable.Range(0, config.LayerCount).Select(i => new Gpt2Block(config, weights, i))));
        _norm = Child("ln_f", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
    }

    public override LanguageModelConfig Config => _config;

    public override TokenEmbedding? Tokens { get; }

    public override IReadOnlyList<Module> Blocks => _blocks;

    public override Module FinalNorm => _norm;

    private protected override (int Heads, long Size) KeyShape => (_config.HeadCount, _config.HiddenSize / _config.HeadCount);

    internal override Tensor? Frequencies => null;

    private protected override Tensor Enter(Tensor embeddings, Tensor positions) => embeddings + _positions.Forward(positions);
}
