using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Attention;

/// <summary>What all attention layers of one call share.</summary>
/// <param name="Cache">The cache; null: only this call's steps are seen.</param>
/// <param name="Visible">[B, S] integers or truth values, 0 where a key is padding or forgotten; null: none is.</param>
/// <param name="Rotation">Cosines and sines of this call's positions; null: the model does not rotate.</param>
/// <param name="Branches">Branches of a cache instead of one; null: there are none.</param>
internal sealed record AttentionContext(KeyValueCache? Cache, Tensor? Visible, RotaryTable? Rotation, BranchedCache? Branches = null)
{
    /// <summary>
    /// Where this is not null, the one step of the call is in the cache already: it is looked at again, and here is kept where it looks, [B, S] a
    /// layer.
    /// </summary>
    public List<Tensor>? Shares { get; init; }

    /// <summary>Causal attention of one layer over the cache and this call's steps.</summary>
    /// <param name="layer">Which layer's cache.</param>
    /// <param name="q">[B, H, T, d]</param>
    /// <param name="k">[B, Hkv, T, d]</param>
    /// <param name="v">[B, Hkv, T, d]</param>
    /// <param name="scale">Factor on the scores.</param>
    /// <returns>[B, T, H d]</returns>
    public Tensor Attend(int layer, Tensor q, Tensor k, Tensor v, double scale)
    {
        if (Shares is not null)
        {
            (k, v) = (Cache!.Keys(layer), Cache.Values(layer));
            Shares.Add(CausalAttention.Shares(q, k, Visible, scale));
            return CausalAttention.Compose(q, k, v, Visible, scale);
        }
        if (Branches is not null)
            return Branches.Attend(layer, q, k, v, scale);
        if (Cache is not null)
            (k, v) = Cache.Append(layer, k, v);
        return CausalAttention.Run(q, k, v, Visible, scale);
    }
}
