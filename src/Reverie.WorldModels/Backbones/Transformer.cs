using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Native;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones;

/// <summary>
/// The pre-norm GPT of IRIS (Micheli et al., 2023) with the parameter names of the original. Positions are part of its input:
/// the world model adds them.
/// </summary>
public sealed class Transformer : Module, ISequenceBackbone, IAttends
{
    private static readonly Operator StepOp = new("reverie::transformer_step");

    private readonly TransformerOptions _options;
    private readonly ModuleList<TransformerBlock> _blocks;
    private readonly LayerNorm _lnF;
    private readonly Tensor[] _stepWeights;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights: normal(0, 0.02) for Linear, biases 0 (Radford et al., 2018).</param>
    public Transformer(TransformerOptions options, Generator? generator = null)
    {
        options.Validate();
        _options = options;
        _blocks = Child(
            "blocks", new ModuleList<TransformerBlock>(Enumerable.Range(0, options.LayerCount).Select(_ => new TransformerBlock(options, generator))));
        _lnF = Child("ln_f", new LayerNorm(options.EmbeddingSize));
        WorldModelInit.Apply(this, generator);
        _stepWeights = [.. _blocks.SelectMany(block => block.Weights), _lnF.Weight, _lnF.Bias!];
    }

    /// <summary>
    /// How the matrices of single steps without gradients are read, which such steps spend their time on. A state keeps its own
    /// copy of them in <see cref="Precision.Bfloat16"/> from its first step until it is cleared.
    /// </summary>
    public Precision StepPrecision { get; set; }

    /// <summary>The blocks, first to last.</summary>
    public IReadOnlyList<Module> Blocks => [.. _blocks];

    public long InputSize => _options.EmbeddingSize;

    public long OutputSize => _options.EmbeddingSize;

    public IBackboneState CreateState(long batch, long capacity) =>
        new TransformerState(_options.LayerCount, batch, _options.HeadCount, capacity, _options.EmbeddingSize / _options.HeadCount, _lnF.Weight.Device);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has an attention mask, or the state belongs to another backbone or batch.</exception>
    /// <exception cref="InvalidOperationException">The tokens do not fit into the state or the context.</exception>
    public Tensor Forward(SequenceInput input, IBackboneState? state = null)
    {
        if (input.AttentionMask is not null)
            throw new ArgumentException("The IRIS transformer takes no attention mask; leave padding out of its input.");
        if (state is not (null or TransformerState))
            throw new ArgumentException("The IRIS transformer needs a state from its own CreateState.");
        var cache = (TransformerState?)state;
        var x = input.Embeddings; // [B, T, E]
        long steps = x.Size(1);
        cache?.Reserve(x.Size(0), steps);
        long length = (cache?.Length ?? 0) + steps;
        if (length > _options.MaxTokens)
            throw new InvalidOperationException($"{length} tokens do not fit into a context of {_options.MaxTokens}; raise max_blocks, or clear the state.");
        x = cache is not null && steps == 1 && CanStep(x) ? Step(x, cache) : Sequence(x, cache is null ? null : new AttentionPast(cache));
        cache?.Advance(steps);
        return x;
    }

    public Tensor? Attention(SequenceInput last, IBackboneState state)
    {
        if (state is not TransformerState { Length: > 0 } cache)
            return null;
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var (x, bias) = (last.Embeddings, cache.RowBias(0));
        var shares = new Tensor[_blocks.Count];
        for (int layer = 0; layer < shares.Length; layer++)
            (x, shares[layer]) = _blocks[layer].LookAgain(x, cache, bias, layer);
        return scope.Keep(Tensor.Stack(shares).Mean([0]));
    }

    private Tensor Sequence(Tensor x, AttentionPast? past)
    {
        // Without a past the fused operator needs no mask.
        var bias = past is null && F.FusesSelfAttention(x) ? null : AttentionMask.Bias(_blocks[0].Attention.Mask, past?.Cache.Length ?? 0, x.Size(1));
        if (bias is not null && past is not null)
            bias = past.WithRows(bias);
        x = F.Dropout(x, _options.EmbeddingDropout, Training);
        for (int layer = 0; layer < _blocks.Count; layer++)
            x = _blocks[layer].Forward(x, bias, past, layer);
        return _lnF.Forward(x);
    }

    // One token sees the whole cache under either kind of attention, so that no mask is needed.
    private Tensor Step(Tensor x, TransformerState cache)
    {
        var y = Aten.Call(StepOp, x.Contiguous(), StepWeights(cache), cache.Layers, cache.Length, _options.HeadCount);
        // The kernel shows every row the whole cache; rows that have forgotten some of it are done once more, by themselves.
        return cache.PartlySighted is { } rows ? y.IndexCopy(0, rows, Sequence(x.IndexSelect(0, rows), new AttentionPast(cache, rows))) : y;
    }

    private Tensor[] StepWeights(TransformerState cache) =>
        StepPrecision == Precision.Float32
            ? _stepWeights : cache.PackedWeights(() => [.. _stepWeights.Select(weight => weight.Dim == 2 ? weight.To(ScalarType.BFloat16) : weight.Clone())]);

    private bool CanStep(Tensor x) =>
        !Training && StepOp.Exists && x.Device.IsCpu && x.DType == ScalarType.Float32 && !x.RequiresGrad
        && !(GradMode.IsEnabled && _stepWeights.Any(weight => weight.RequiresGrad));
}
