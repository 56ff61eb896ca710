using Reverie.Language.Attention;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>What the attention models share: the cache, the mask, positions, and the walk through the blocks.</summary>
public abstract class TransformerBackbone : LanguageBackbone, IAttends
{
    /// <summary>Heads of keys and values, and the size of one.</summary>
    private protected abstract (int Heads, long Size) KeyShape { get; }

    /// <summary>Turning speeds [d/2]; null: the model does not rotate.</summary>
    internal abstract Tensor? Frequencies { get; }

    public override IBackboneState CreateState(long batch, long capacity)
    {
        var parameter = Parameters().First();
        var (heads, size) = KeyShape;
        return new KeyValueCache(Config.LayerCount, batch, heads, capacity, size, parameter.DType, parameter.Device);
    }

    public override Tensor Forward(SequenceInput input, IBackboneState? state, List<Tensor>? hiddenStates)
    {
        var branches = state as BranchedCache;
        var cache = branches is null ? Own<KeyValueCache>(state) : null;
        Check(input, cache?.Length ?? branches?.Length ?? 0);
        if (branches is not null && input.AttentionMask is not null)
            throw new ArgumentException("Branches have no padding: leave the attention mask out.", nameof(input));
        long batch = input.Embeddings.Size(0), steps = input.Embeddings.Size(1);
        long dropped = cache?.Reserve(batch, steps) ?? 0;
        if (steps == 0)
            return input.Embeddings;
        var positions = input.Positions ?? branches?.Positions().Unsqueeze(1) ?? NextPositions(cache, steps, input.Embeddings.Device);
        var rotation = Frequencies is { } speeds ? new RotaryTable(speeds, positions) : null;
        var context = new AttentionContext(cache, Visible(input.AttentionMask, cache, dropped, steps), rotation, branches);
        var x = Enter(input.Embeddings, positions);
        foreach (var block in Blocks)
        {
            hiddenStates?.Add(x);
            x = RunBlock(y => ((TransformerBlock)block).Forward(y, context), x, state is not null);
        }
        x = ((Layer)FinalNorm).Forward(x);
        hiddenStates?.Add(x);
        cache?.Advance(steps);
        branches?.Advance();
        return x;
    }

    public Tensor? Attention(SequenceInput last, IBackboneState state)
    {
        if (state is not KeyValueCache { Length: > 0 } cache)
            return null;
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var positions = last.Positions ?? (cache.Positions() - Tensor.From([1L]).To(last.Embeddings.Device)).Unsqueeze(1);
        var rotation = Frequencies is { } speeds ? new RotaryTable(speeds, positions) : null;
        var shares = new List<Tensor>();
        var context = new AttentionContext(cache, cache.Seen(0), rotation) { Shares = shares };
        var x = Enter(last.Embeddings, positions);
        foreach (var block in Blocks)
            x = ((TransformerBlock)block).Forward(x, context);
        return scope.Keep(Tensor.Stack([.. shares]).Mean([0]));
    }

    private Tensor NextPositions(KeyValueCache? cache, long steps, Device device)
    {
        var positions = cache?.NextPositions(steps) ?? Tensor.Arange(steps, device).Unsqueeze(0);
        // Positions are only read where some could be too large.
        if (Config.MaxPositions is { } most && (cache?.Length ?? 0) + steps > most && positions.Max().ItemInt64() is long last && last >= most)
            throw new ArgumentException($"The model knows {most} positions and {last + 1} are asked for; shorten the sequence.");
        return positions;
    }

    /// <summary>What is neither padding nor forgotten, [B, past + T]; null: everything.</summary>
    private static Tensor? Visible(Tensor? mask, KeyValueCache? cache, long dropped, long steps)
    {
        if (mask is not null && dropped > 0)
            mask = mask.Narrow(1, dropped, mask.Size(1) - dropped);
        return cache?.Seen(steps) is not { } seen ? mask : mask is null ? seen : seen.LogicalAnd(mask.Ne(0));
    }

    /// <summary>What happens to the embeddings before the first block.</summary>
    private protected virtual Tensor Enter(Tensor embeddings, Tensor positions) => embeddings;
}
