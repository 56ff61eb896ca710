using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.Language.Attention;

/// <summary>
/// softmax(q k^T scale) v, where query t of T sees the keys s &lt;= S - T + t of S that are not padding. Several query heads may
/// share a key head.
/// </summary>
public static class CausalAttention
{
    // Finite, so that a padded query, which sees nothing, gives numbers that a later mask can still ignore.
    private static double Hidden(ScalarType type) => type == ScalarType.Float16 ? -65504 : -1e30;

    private static readonly Operator AttentionOp = new("reverie::causal_attention");

    /// <param name="q">[B, H, T, d]</param>
    /// <param name="k">[B, Hkv, S, d], H divisible by Hkv.</param>
    /// <param name="v">[B, Hkv, S, d]</param>
    /// <param name="visible">[B, S] integers or truth values, 0 where a key is hidden; null: none is.</param>
    /// <param name="scale">Factor on the scores.</param>
    /// <returns>[B, T, H d]</returns>
    /// <exception cref="ArgumentException">The query heads cannot share the key heads.</exception>
    public static Tensor Run(Tensor q, Tensor k, Tensor v, Tensor? visible, double scale)
    {
        if (!q.Device.IsCpu)
            return Merged(Fused(q, k, v, visible, scale));
        return q.DType == ScalarType.Float32
            ? Aten.Call(AttentionOp, q, k, v, visible, scale).View(q.Size(0), q.Size(2), -1)
            : Compose(q, k, v, visible, scale);
    }

    /// <summary>The same out of ordinary operators: for other types, and for checking the fused one.</summary>
    public static Tensor Compose(Tensor q, Tensor k, Tensor v, Tensor? visible, double scale)
    {
        long batch = q.Size(0), heads = q.Size(1), steps = q.Size(2), size = q.Size(3), keyHeads = k.Size(1);
        var shares = Weights(q, k, visible, scale).To(v.DType);
        return Merged(shares.View(batch, keyHeads, heads / keyHeads * steps, k.Size(2)).MatMul(v).View(batch, heads, steps, size));
    }

    /// <summary>How much the last query looks at each key, averaged over heads: [B, S].</summary>
    /// <param name="q">[B, H, T, d]</param>
    /// <param name="k">[B, Hkv, S, d]</param>
    /// <param name="visible">[B, S], 0 where a key is hidden; null: none is.</param>
    /// <param name="scale">Factor on the scores.</param>
    internal static Tensor Shares(Tensor q, Tensor k, Tensor? visible, double scale) => Weights(q, k, visible, scale).Select(3, -1).Float().Mean([1, 2]);

    /// <summary>[B, Hkv, group, T, S]</summary>
    private static Tensor Weights(Tensor q, Tensor k, Tensor? visible, double scale)
    {
        long batch = q.Size(0), steps = q.Size(2), keyHeads = k.Size(1), length = k.Size(2), group = Group(q.Size(1), keyHeads);
        // Query heads that share keys become more queries of one head: the keys are never repeated.
        var grouped = (q * scale).Reshape(batch, keyHeads, group * steps, q.Size(3));
        var scores = grouped.MatMul(k.T).View(batch, keyHeads, group, steps, length);
        if (Mask(batch, steps, length, visible, q.Device) is { } mask)
            scores = scores.MaskedFill(mask, Hidden(scores.DType));
        return scores.Softmax(-1, scores.DType is ScalarType.BFloat16 or ScalarType.Float16 ? ScalarType.Float32 : null);
    }

    /// <summary>libtorch's own attention, where it has one (its device's flash attention).</summary>
    private static Tensor Fused(Tensor q, Tensor k, Tensor v, Tensor? visible, double scale)
    {
        long batch = q.Size(0), steps = q.Size(2), length = k.Size(2), group = Group(q.Size(1), k.Size(1));
        if (group > 1)
            (k, v) = (k.RepeatInterleave(group, 1), v.RepeatInterleave(group, 1));
        if (visible is null && steps == length)
            return F.Attention(q, k, v, causal: true, scale: scale);
        var mask = Mask(batch, steps, length, visible, q.Device)?.Squeeze(1);
        return F.Attention(q, k, v, mask is null ? null : Tensor.Zeros(mask.Shape, q.DType, q.Device).MaskedFill(mask, Hidden(q.DType)), scale: scale);
    }

    /// <summary>Query heads to a key head.</summary>
    private static long Group(long heads, long keyHeads) => heads > 0 && keyHeads > 0 && heads % keyHeads == 0
        ? heads / keyHeads
        : throw new ArgumentException($"{heads} query heads cannot share {keyHeads} key heads; give a multiple of them.");

    /// <summary>[B, H, T, d] -> [B, T, H d]</summary>
    private static Tensor Merged(Tensor heads) => heads.Transpose(1, 2).Reshape(heads.Size(0), heads.Size(2), -1);

    /// <summary>True where a query must not look: [1 or B, 1, 1, T, S], or null where it may look everywhere.</summary>
    private static Tensor? Mask(long batch, long steps, long length, Tensor? visible, Device device)
    {
        var future = steps == 1
            ? null
            : Tensor.Ones([steps, length], ScalarType.Bool, device).Triu((int)(length - steps + 1)).View(1, 1, 1, steps, length);
        if (visible is null)
            return future;
        var padding = visible.Eq(0).View(batch, 1, 1, 1, length);
        return future is null ? padding : padding.LogicalOr(future);
    }
}
