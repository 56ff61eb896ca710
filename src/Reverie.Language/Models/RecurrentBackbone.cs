using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>What the recurrent models share: the walk through the blocks with a memory of constant size. Positions play no part in them.</summary>
public abstract class RecurrentBackbone<TState> : LanguageBackbone where TState : RecurrentState
{
    public override Tensor Forward(SequenceInput input, IBackboneState? state, List<Tensor>? hiddenStates)
    {
        var memory = Own<TState>(state);
        Check(input, memory?.Length ?? 0);
        var x = input.Embeddings;
        long steps = x.Size(1);
        memory?.RequireBatch(x.Size(0));
        if (steps == 0)
            return x;
        var mask = input.AttentionMask is { } given ? StepMask.Of(given.Narrow(1, memory?.Length ?? 0, steps)) : null;
        x = mask?.RealFirst(x) ?? x;
        foreach (var block in Blocks)
        {
            x = RunBlock(y => ((RecurrentBlock<TState>)block).Forward(y, memory, mask), x, memory is not null);
            // Hugging Face lists the blocks' outputs, without the embeddings, and the norm's.
            hiddenStates?.Add(mask?.Restored(x) ?? x);
        }
        x = ((Layer)FinalNorm).Forward(mask?.Restored(x) ?? x);
        hiddenStates?.Add(x);
        memory?.Advance(steps);
        return x;
    }
}
