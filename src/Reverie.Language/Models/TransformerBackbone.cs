using Reverie.Language.Attention;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>What the attention models share: the cache, the mask, positions, and the walk through the blocks.</summary>
public abstract class TransformerBackbone : LanguageBackbone
{
    /// <summary>Heads of keys and values, and the size of one.</summary>
    private protected abstract (int Heads, long Size) KeyShape { get; }

    /// <summary>Turning speeds [d/2]; null: the model does not rotate.</summary>
    private protected abstract Tensor? Frequencies { get; }

    public override IBackboneState CreateState(long batch, long capacity)
    {
        var parameter = Parameters().First();
        var (heads, size) = KeyShape;
        return new KeyValueState(Config.LayerCount, batch, heads, capacity, size, parameter.DType, parameter.Device);
    }

    public override Tensor Forward(SequenceInput input, IBackboneState? state, List<Tensor>? hiddenStates)
    {
        var cache = state as KeyValueState;
        if (state is not null && cache is null)
            throw new ArgumentException($"A {Config.ModelType} model needs a state from its own CreateState, not a {state.GetType().Name}.", nameof(state));
        long past = cache?.Length ?? 0;
        Check(input, past);
        long batch = input.Embeddings.Size(0), steps = input.Embeddings.Size(1);
        cache?.Reserve(batch, steps);
        if (steps == 0)
            return input.Embeddings;
        if (Config.MaxPositions is { } most && input.Positions is null && past + steps > most)
            throw new ArgumentException($"The model knows {most} positions and {past + steps} are asked for; shorten the sequence.", nameof(input));
        var positions = input.Positions ?? Tensor.Arange(past, past + steps, 1, ScalarType.Int64, input.Embeddings.Device).Unsqueeze(0);
        var rotation = Frequencies is { } speeds ? new RotaryTable(speeds, positions) : null;
        var context = new AttentionContext(cache, input.AttentionMask, rotation);
        var x = Enter(input.Embeddings, positions);
        foreach (var block in Blocks)
        {
            hiddenStates?.Add(x);
            x = RunBlock(y => ((TransformerBlock)block).Forward(y, context), x, cache is not null);
        }
        x = ((Layer)FinalNorm).Forward(x);
        hiddenStates?.Add(x);
        cache?.Advance(steps);
        return x;
    }

    /// <summary>What happens to the embeddings before the first block.</summary>
    private protected virtual Tensor Enter(Tensor embeddings, Tensor positions) => embeddings;
}
