using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>A language model without its output layer: token embeddings or any other in, hidden states out.</summary>
public abstract class LanguageBackbone : Module, ISequenceBackbone
{
    public abstract LanguageModelConfig Config { get; }

    public long InputSize => Config.HiddenSize;

    public long OutputSize => Config.HiddenSize;

    /// <summary>The token table; null where the model was built without one.</summary>
    public abstract TokenEmbedding? Tokens { get; }

    /// <summary>The blocks, first to last.</summary>
    public abstract IReadOnlyList<Module> Blocks { get; }

    /// <summary>The norm behind the last block.</summary>
    public abstract Module FinalNorm { get; }

    /// <summary>
    /// Recompute each block in backward instead of keeping what it saved: memory of one block plus one tensor a block, for one
    /// more forward. Used where gradients are recorded and no state is given.
    /// </summary>
    public bool GradientCheckpointing { get; set; }

    public abstract IBackboneState CreateState(long batch, long capacity);

    public Tensor Forward(SequenceInput input, IBackboneState? state = null) => Forward(input, state, null);

    /// <summary>As <see cref="Forward(SequenceInput, IBackboneState?)"/>, and collects the hidden states on the way.</summary>
    /// <param name="input">Embeddings, mask and positions.</param>
    /// <param name="state">Continued and advanced in place.</param>
    /// <param name="hiddenStates">
    /// Gets what Hugging Face calls <c>hidden_states</c>; its last entry is the output. Null: not wanted.
    /// </param>
    public abstract Tensor Forward(SequenceInput input, IBackboneState? state, List<Tensor>? hiddenStates);

    /// <summary>Token embeddings.</summary>
    /// <param name="tokens">Integers [B, T].</param>
    /// <returns>[B, T, H]</returns>
    public Tensor Embed(Tensor tokens) =>
        Tokens is { } table
            ? table.Forward(tokens) : throw new InvalidOperationException("This model was built without token embeddings; give it embeddings instead.");

    /// <summary>Runs one block, frees what it made on the way, and recomputes it in backward if so wished.</summary>
    private protected Tensor RunBlock(Func<Tensor, Tensor> block, Tensor x, bool hasState) =>
        GradientCheckpointing && !hasState && GradMode.IsEnabled ? GradientCheckpoint.Run(block, x) : TensorScope.Run(() => block(x));

    /// <summary>The state as this backbone makes it; null where none was given.</summary>
    private protected TState? Own<TState>(IBackboneState? state) where TState : class, IBackboneState => state is null or TState
        ? (TState?)state
        : throw new ArgumentException($"A {Config.ModelType} model needs a state from its own CreateState, not a {state.GetType().Name}.", nameof(state));

    /// <summary>Checks shapes, so that the error speaks of the input and not of a matrix product.</summary>
    private protected void Check(SequenceInput input, long pastSteps)
    {
        var x = input.Embeddings;
        if (x.Dim != 3 || x.Size(2) != InputSize)
            throw new ArgumentException($"The embeddings are {x} but must be [batch, steps, {InputSize}].", nameof(input));
        long total = pastSteps + x.Size(1);
        if (input.AttentionMask is { } mask && (mask.Dim != 2 || mask.Size(0) != x.Size(0) || mask.Size(1) != total))
            throw new ArgumentException($"The attention mask is {mask} but must be [{x.Size(0)}, {total}]: past steps and new ones.", nameof(input));
        if (input.Positions is { } positions && (positions.Dim != 2 || positions.Size(0) != x.Size(0) || positions.Size(1) != x.Size(1)))
            throw new ArgumentException($"The positions are {positions} but must be [{x.Size(0)}, {x.Size(1)}].", nameof(input));
    }
}
