using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Mamba;

/// <summary>Mamba without its output layer. Positions play no part in it.</summary>
public sealed class MambaBackbone : LanguageBackbone
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

    public override Tensor Forward(SequenceInput input, IBackboneState? state, List<Tensor>? hiddenStates)
    {
        var memory = state as MambaState;
        if (state is not null && memory is null)
            throw new ArgumentException($"A mamba model needs a state from its own CreateState, not a {state.GetType().Name}.", nameof(state));
        Check(input, memory?.Length ?? 0);
        var x = input.Embeddings;
        long steps = x.Size(1);
        if (memory is not null && memory.Batch != x.Size(0))
            throw new ArgumentException($"The state is for {memory.Batch} rows but the input has {x.Size(0)}; create a state for that many.", nameof(state));
        if (steps == 0)
            return x;
        var visible = input.AttentionMask?.Narrow(1, memory?.Length ?? 0, steps).Ne(0).Float().Unsqueeze(-1); // [B, T, 1]
        foreach (var block in _blocks)
        {
            x = RunBlock(y => block.Forward(y, memory, visible), x, memory is not null);
            // Hugging Face lists the blocks' outputs, without the embeddings, and the norm's.
            hiddenStates?.Add(x);
        }
        x = _norm.Forward(x);
        hiddenStates?.Add(x);
        memory?.Advance(steps);
        return x;
    }
}
