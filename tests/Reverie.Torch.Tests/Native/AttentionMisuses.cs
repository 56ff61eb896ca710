using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>Attention without heads, blocks or a fitting width.</summary>
internal static class AttentionMisuses
{
    private static readonly Operator Causal = new("reverie::causal_attention");

    internal static IEnumerable<Misuse> All =>
    [
        new("self-attention of 0 heads", "0 heads cannot share", () => Self(heads: 0)),
        new("self-attention of -1 heads", "-1 heads cannot share", () => Self(heads: -1)),
        new("self-attention of 5 heads", "5 heads cannot share a last dimension of 24", () => Self(heads: 5)),
        new("self-attention of a billion heads", "1000000000 heads cannot share", () => Self(heads: 1_000_000_000)),
        new("self-attention of a width of 25", "cannot share a last dimension of 25", () => Self(Tensor.Ones([1, 4, 25]), heads: 1)),
        new("self-attention with a block of 0", "at least one token, not 0", () => Self(block: 0)),
        new("self-attention with a block of -3", "at least one token, not -3", () => Self(block: -3)),
        new("self-attention of two dimensions", "of shape [B, T, 3 E], not [4, 24]", () => Self(Tensor.Ones([4, 24]))),
        new("self-attention in double precision", "not on Double", () => Self(Tensor.Ones([1, 4, 24], ScalarType.Float64))),
        new("self-attention with dropout 2", "below 1, not 2", () => Self(dropout: 2)),
        new("self-attention with dropout 1", "below 1, not 1", () => Self(dropout: 1)),
        new("self-attention with dropout -1", "below 1, not -1", () => Self(dropout: -1)),
        new("self-attention with dropout NaN", "below 1, not", () => Self(dropout: double.NaN)),
        new("recorded self-attention of 0 heads", "0 heads cannot share", () => Self(Recorded([1, 4, 24]), heads: 0)),

        new("causal attention of 0 heads", "0 query heads", () => Attend([1, 0, 3, 4], [1, 0, 3, 4])),
        new("causal attention of 0 key heads", "cannot share 0 key heads", () => Attend([1, 2, 3, 4], [1, 0, 3, 4])),
        new("causal attention of 3 and 2 heads", "3 query heads cannot share 2 key heads", () => Attend([1, 3, 3, 4], [1, 2, 3, 4])),
        new("causal attention of fewer keys than queries", "do not fit queries", () => Attend([1, 2, 3, 4], [1, 2, 2, 4])),
        new("causal attention of other sizes", "do not fit queries", () => Attend([1, 2, 3, 4], [1, 2, 3, 8])),
        new("causal attention of another batch", "do not fit queries", () => Attend([1, 2, 3, 4], [2, 2, 3, 4])),
        new("causal attention of three dimensions", "must be [batch, heads, steps, size]", () => Attend([2, 3, 4], [2, 3, 4])),
        new("causal attention in double precision", "not on Double", () => Attend([1, 2, 3, 4], [1, 2, 3, 4], type: ScalarType.Float64)),
        new("causal attention under another mask", "must be [batch, keys]", () => Attend([1, 2, 3, 4], [1, 2, 3, 4], Tensor.Ones([1, 4]))),
    ];

    private static void Self(Tensor? qkv = null, int heads = 2, int block = 1, double dropout = 0) =>
        F.SelfAttention(qkv ?? Tensor.Ones([1, 4, 24]), heads, block, dropout, 1L);

    private static void Attend(long[] queries, long[] keys, Tensor? visible = null, ScalarType type = ScalarType.Float32) =>
        Aten.Call(Causal, Tensor.Ones(queries, type), Tensor.Ones(keys, type), Tensor.Ones(keys, type), visible, 1.0);

    private static Tensor Recorded(long[] shape)
    {
        var tensor = Tensor.Ones(shape);
        tensor.RequiresGrad = true;
        return tensor;
    }
}
