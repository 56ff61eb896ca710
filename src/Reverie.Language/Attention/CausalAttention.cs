using Reverie.Torch;

namespace Reverie.Language.Attention;

/// <summary>
/// softmax(q k^T scale) v, where query t of T sees the keys s &lt;= S - T + t of S that are not padding. Several query heads may
/// share a key head.
/// </summary>
public static class CausalAttention
{
    // Finite, so that a padded query, which sees nothing, gives numbers that a later mask can still ignore.
    private const double Hidden = -1e30;

    /// <param name="q">[B, H, T, d]</param>
    /// <param name="k">[B, Hkv, S, d], H divisible by Hkv.</param>
    /// <param name="v">[B, Hkv, S, d]</param>
    /// <param name="visible">[B, S] integers, 0 where a key is padding; null: none is.</param>
    /// <param name="scale">Factor on the scores.</param>
    /// <returns>[B, H, T, d]</returns>
    public static Tensor Run(Tensor q, Tensor k, Tensor v, Tensor? visible, double scale)
    {
        long batch = q.Size(0), heads = q.Size(1), steps = q.Size(2), size = q.Size(3);
        long keyHeads = k.Size(1), length = k.Size(2), group = heads / keyHeads;
        var mask = Mask(batch, steps, length, visible, q.Device);
        // Query heads that share keys become more queries of one head: the keys are never repeated.
        var grouped = (q * scale).Reshape(batch, keyHeads, group * steps, size);
        var scores = grouped.MatMul(k.T).View(batch, keyHeads, group, steps, length);
        if (mask is not null)
            scores = scores.MaskedFill(mask, Hidden);
        var shares = scores.Softmax(-1, scores.DType == ScalarType.Float32 ? null : ScalarType.Float32).To(v.DType);
        return shares.View(batch, keyHeads, group * steps, length).MatMul(v).View(batch, heads, steps, size);
    }

    /// <summary>True where a query must not look: [1 or B, 1, 1, T, S], or null where it may look everywhere.</summary>
    private static Tensor? Mask(long batch, long steps, long length, Tensor? visible, Device device)
    {
        Tensor? future = steps == 1
            ? null
            : Tensor.Ones([steps, length], ScalarType.Bool, device).Triu((int)(length - steps + 1));
        if (visible is null)
            return future;
        var padding = visible.Eq(0).View(batch, 1, 1, 1, length);
        return future is null ? padding : padding.LogicalOr(future);
    }
}
