using Reverie.Torch.Native;

namespace Reverie.Torch;

public static partial class F
{
    private static readonly Operator NormSiluOp = new("reverie::norm_silu");
    private static readonly Operator LayerNormGruOp = new("reverie::layer_norm_gru");
    private static readonly Operator OneHotDrawOp = new("reverie::one_hot_draw");
    private static readonly Operator OneHotSumOp = new("reverie::one_hot_sum");
    private static readonly Operator RssmObserveOp = new("reverie::rssm_observe");

    /// <summary>Whether operators that do several steps at once take a tensor: they are for float32 on the CPU.</summary>
    public static bool IsFusable(Tensor x) => x.Device.IsCpu && x.DType == ScalarType.Float32;

    /// <summary>silu(LayerNorm(x)) over the last dimension; one pass over memory on the CPU.</summary>
    /// <param name="x">[..., n]</param>
    /// <param name="weight">[n]</param>
    /// <param name="bias">[n]</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor NormSilu(Tensor x, Tensor weight, Tensor bias, double eps) =>
        IsFusable(x) ? Aten.Call(NormSiluOp, x, weight, bias, eps) : Silu(LayerNorm(x, weight, bias, eps));

    /// <summary>One step of DreamerV3's gated recurrent unit, see <see cref="Modules.LayerNormGruCell"/>; one operator on the CPU.</summary>
    /// <param name="x">[B, I]</param>
    /// <param name="hidden">[B, H]</param>
    /// <param name="weight">Acts on [h, x], [3 H, H + I].</param>
    /// <param name="normWeight">[3 H]</param>
    /// <param name="normBias">[3 H]</param>
    /// <param name="eps">Added to the variance.</param>
    /// <returns>The new state, [B, H].</returns>
    public static Tensor LayerNormGru(Tensor x, Tensor hidden, Tensor weight, Tensor normWeight, Tensor normBias, double eps) => IsFusable(x)
        ? Aten.Call(LayerNormGruOp, x, hidden, weight, normWeight, normBias, eps)
        : GruGates(LayerNorm(Linear(Tensor.Cat([hidden, x], -1), weight), normWeight, normBias, eps), hidden);

    /// <summary>The gates of that unit: h' = u' tanh(sigmoid(r) c) + (1 - u') h, u' = sigmoid(u - 1). The -1 makes it remember from the start.</summary>
    /// <param name="mixed">r, c, u side by side, [..., 3 H].</param>
    /// <param name="hidden">h, [..., H].</param>
    public static Tensor GruGates(Tensor mixed, Tensor hidden)
    {
        const double UpdateBias = -1;
        var parts = mixed.Chunk(3, -1);
        var candidate = (parts[0].Sigmoid() * parts[1]).Tanh();
        var update = (parts[2] + UpdateBias).Sigmoid();
        return (update * candidate) + ((1 - update) * hidden);
    }

    /// <summary>Draws categorical variables on the CPU; no gradient flows.</summary>
    /// <param name="logits">[..., D], D at most 4096.</param>
    /// <param name="uniforms">Numbers in [0, 1) by which classes are chosen, [...]; null: the likeliest is.</param>
    /// <param name="share">Of the uniform distribution, which is mixed in.</param>
    /// <returns>One-hot vectors [..., D].</returns>
    public static Tensor OneHotDraw(Tensor logits, Tensor? uniforms, double share = 0) => Aten.Call(OneHotDrawOp, logits, uniforms, share);

    /// <summary>base + x table, for an x most of whose elements are 0: only the others' rows are added.</summary>
    /// <param name="start">[B, width]</param>
    /// <param name="x">[B, n]; no gradient flows to it.</param>
    /// <param name="table">[n, width]</param>
    public static Tensor OneHotSum(Tensor start, Tensor x, Tensor table) =>
        IsFusable(start) ? Aten.Call(OneHotSumOp, start, x, table) : start + x.MatMul(table);

    /// <summary>
    /// A recurrent state-space model along an observed sequence, on the CPU: its steps one after the other, and what its weights learn in one
    /// product for all steps. The gradient of a drawn variable is that of its probabilities.
    /// </summary>
    /// <param name="acted">The actions' share of the input's map, [T, B, dense].</param>
    /// <param name="seen">The observations' share of the posterior's map, [T, B, hidden].</param>
    /// <param name="first">Truth values [T, B]: nothing of before is known; what stands in row 0 does not matter.</param>
    /// <param name="initial">The state that is known then, [H].</param>
    /// <param name="latent">The variables that are taken then, one-hot, [S D].</param>
    /// <param name="uniforms">As in <see cref="OneHotDraw"/>, [T, B, S].</param>
    /// <param name="weights">Of input, recurrent unit, and posterior: a map without a bias, and a norm's weight and bias; then an output's map and bias.</param>
    /// <param name="variables">S.</param>
    /// <param name="share">Of the uniform distribution.</param>
    /// <param name="eps">Of the three norms.</param>
    /// <returns>States [T, B, H], drawn variables [T, B, S D], logits [T, B, S D].</returns>
    public static (Tensor States, Tensor Latents, Tensor Logits) RssmObserve(
        Tensor acted, Tensor seen, Tensor first, Tensor initial, Tensor latent, Tensor? uniforms, Tensor[] weights, int variables, double share,
        ReadOnlySpan<double> eps)
    {
        var results = Aten.CallMany(RssmObserveOp, acted, seen, first, initial, latent, uniforms, weights, variables, share, eps);
        return (results[0]!, results[1]!, results[2]!);
    }
}
