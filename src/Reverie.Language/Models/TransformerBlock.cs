using Reverie.Language.Attention;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models;

/// <summary>Attention and feed-forward around a residual stream.</summary>
public abstract class TransformerBlock : Module
{
    /// <param name="x">[B, T, H]</param>
    /// <param name="context">Cache, mask and rotation.</param>
    internal abstract Tensor Forward(Tensor x, AttentionContext context);
}
