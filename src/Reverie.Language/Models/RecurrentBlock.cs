using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>A part of a recurrent model, around a residual stream.</summary>
public abstract class RecurrentBlock<TState> : Module where TState : RecurrentState
{
    /// <param name="x">[B, T, H]</param>
    /// <param name="state">Continued and advanced; null: start from nothing.</param>
    /// <param name="visible">[B, T, 1], 0 where a step is padding, else 1; null: none is.</param>
    internal abstract Tensor Forward(Tensor x, TState? state, Tensor? visible);
}
