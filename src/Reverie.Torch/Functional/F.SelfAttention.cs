using Reverie.Torch.Native;

namespace Reverie.Torch;

public static partial class F
{
    private static readonly Operator SelfAttentionOp = new("reverie::self_attention");

    /// <summary>Whether <see cref="SelfAttention(Tensor, int, int, double, bool)"/> takes this tensor: floats on the CPU.</summary>
    public static bool FusesSelfAttention(Tensor qkv) => qkv.Device.IsCpu && qkv.DType == ScalarType.Float32;

    /// <summary>
    /// Softmax(q k^T / √d) with dropout, times v, over a whole sequence; neither pass writes the scores to memory. Draws its
    /// seed from the default generator while training.
    /// </summary>
    /// <param name="qkv">Queries, keys and values side by side, [B, T, 3E]; see <see cref="FusesSelfAttention"/>.</param>
    /// <param name="heads">Heads, which share E.</param>
    /// <param name="block">1: a token sees those up to itself; K: also the later ones of its own block of K tokens.</param>
    /// <param name="dropout">Probability with which a weight is zeroed.</param>
    /// <param name="training">Whether dropout is on.</param>
    /// <returns>[B, T, E]</returns>
    public static Tensor SelfAttention(Tensor qkv, int heads, int block, double dropout, bool training) =>
        training && dropout > 0 ? SelfAttention(qkv, heads, block, dropout, DrawSeed()) : SelfAttention(qkv, heads, block, 0, 0L);

    /// <summary>The same with a dropout mask that depends on the seed alone.</summary>
    public static Tensor SelfAttention(Tensor qkv, int heads, int block, double dropout, long seed) =>
        Aten.Call(SelfAttentionOp, qkv.Contiguous(), heads, block, dropout, seed);
}
