using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>A part of a recurrent model, around a residual stream.</summary>
public abstract class RecurrentBlock<TState> : Module where TState : RecurrentState
{
    /// <param name="x">[B, T, H]</param>
    /// <param name="state">Continued and advanced; null: start from nothing.</param>
    /// <param name="mask">Which steps are padding, behind each row's real ones; null: none is.</param>
    internal abstract Tensor Forward(Tensor x, TState? state, StepMask? mask);
}
