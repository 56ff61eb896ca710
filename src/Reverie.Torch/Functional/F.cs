using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>Stateless neural network functions; names and conventions of <c>torch.nn.functional</c>.</summary>
public static partial class F
{
    private static readonly Operator LinearOp = new("aten::linear");
    private static readonly Operator TiedEmbeddingOp = new("reverie::tied_embedding");
    private static readonly Operator EmbeddingOp = new("aten::embedding");
    private static readonly Operator Conv1dOp = new("aten::conv1d");
    private static readonly Operator Conv2dOp = new("aten::conv2d");
    private static readonly Operator Conv3x3Op = new("reverie::conv3x3");
    private static readonly Operator ConvTranspose2dOp = new("aten::conv_transpose2d", "input");
    private static readonly Operator MaxPool2dOp = new("aten::max_pool2d");
    private static readonly Operator UpsampleNearest2dOp = new("aten::upsample_nearest2d");
    private static readonly Operator PadOp = new("aten::constant_pad_nd");
    private static readonly Operator LayerNormOp = new("aten::layer_norm");
    private static readonly Operator GroupNormOp = new("aten::group_norm");
    private static readonly Operator FusedGroupNormOp = new("reverie::group_norm");
    private static readonly Operator MaxPoolReluOp = new("reverie::max_pool2x2_relu");
    private static readonly Operator PixelShuffleOp = new("aten::pixel_shuffle");
    private static readonly Operator PixelUnshuffleOp = new("aten::pixel_unshuffle");
    private static readonly Operator AttentionOp = new("aten::scaled_dot_product_attention");

    /// <summary>x W^T + b.</summary>
    /// <param name="x">[..., in]</param>
    /// <param name="weight">[out, in]</param>
    /// <param name="bias">[out] or null</param>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null) => Aten.Call(LinearOp, x, weight, bias);

    /// <summary>Rows of a table.</summary>
    /// <param name="weight">[rows, dim]</param>
    /// <param name="indices">integers [...]</param>
    /// <returns>[..., dim]</returns>
    public static Tensor Embedding(Tensor weight, Tensor indices) => Aten.Call(EmbeddingOp, weight, indices);

    /// <summary>
    /// Rows of a table that an output layer reads too. Where that layer uses the table given back, its gradient and the rows' are
    /// put together without a second table.
    /// </summary>
    /// <param name="table">[rows, dim]</param>
    /// <param name="indices">integers [...]</param>
    /// <returns>[..., dim], and the table.</returns>
    public static (Tensor Rows, Tensor Table) TiedEmbedding(Tensor table, Tensor indices) => Aten.CallPair(TiedEmbeddingOp, table, indices);

    /// <summary>Convolution over [B, C, L].</summary>
    public static Tensor Conv1d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Aten.Call(Conv1dOp, x, weight, bias, Both(stride)[..1], Both(padding)[..1], Both(dilation)[..1], groups);

    /// <summary>Convolution over [B, C, H, W].</summary>
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Aten.Call(Conv2dOp, x, weight, bias, Both(stride), Both(padding), Both(dilation), groups);

    /// <summary>
    /// Convolution over [B, C, H, W] with a 3x3 kernel, stride 1 and padding 1: by Winograd's minimal filtering where that pays
    /// (float32 on the CPU, channels in
    /// sixteens), within 2e-5 of the direct sum relative to the largest output; gradients too.
    /// </summary>
    /// <param name="x">[B, in, H, W]</param>
    /// <param name="weight">[out, in, 3, 3]</param>
    /// <param name="bias">[out] or null</param>
    public static Tensor Conv3x3(Tensor x, Tensor weight, Tensor? bias = null) => Aten.Call(Conv3x3Op, x, weight, bias);

    /// <summary>Transposed convolution over [B, C, H, W]; weight [in, out, kh, kw].</summary>
    public static Tensor ConvTranspose2d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int outputPadding = 0) =>
        Aten.Call(ConvTranspose2dOp, x, weight, bias, Both(stride), Both(padding), Both(outputPadding));

    public static Tensor MaxPool2d(Tensor x, int kernel, int? stride = null) => Aten.Call(MaxPool2dOp, x, Both(kernel), Both(stride ?? kernel));

    /// <summary>relu of the largest of each 2x2 pixels of [B, C, H, W]. On the CPU the result has its channels last.</summary>
    public static Tensor MaxPool2x2Relu(Tensor x) => Aten.Call(MaxPoolReluOp, x);

    /// <summary>Repeats each pixel of [B, C, H, W] <paramref name="scale"/> times in both directions.</summary>
    public static Tensor UpsampleNearest2d(Tensor x, int scale = 2) =>
        Aten.Call(UpsampleNearest2dOp, x, (ReadOnlySpan<long>)[x.Size(-2) * scale, x.Size(-1) * scale]);

    /// <summary>Pads with a constant; pairs (before, after) from the last dimension on.</summary>
    public static Tensor Pad(Tensor x, ReadOnlySpan<long> padding, double value = 0) => Aten.Call(PadOp, x, padding, value);

    /// <summary>Normalises over the last dimension.</summary>
    public static Tensor LayerNorm(Tensor x, Tensor? weight, Tensor? bias, double eps = 1e-5) =>
        Aten.Call(LayerNormOp, x, (ReadOnlySpan<long>)[x.Size(-1)], weight, bias, eps);

    /// <summary>Normalises [B, C, ...] over groups of channels. On the CPU what is made of [B, C, H, W] has its channels last.</summary>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight, Tensor? bias, double eps = 1e-5) =>
        x.Dim == 4 && weight is not null && bias is not null
            ? Aten.Call(FusedGroupNormOp, x, groups, weight, bias, eps, false)
            : Aten.Call(GroupNormOp, x, groups, weight, bias, eps);

    /// <summary>
    /// silu(GroupNorm(x)) in two passes over memory (three backward), for [B, C, H, W]. On the CPU the result has its channels last.
    /// </summary>
    public static Tensor GroupNormSilu(Tensor x, int groups, Tensor weight, Tensor bias, double eps = 1e-5) =>
        Aten.Call(FusedGroupNormOp, x, groups, weight, bias, eps, true);

    /// <summary>[B, C r², H, W] to [B, C, H r, W r].</summary>
    public static Tensor PixelShuffle(Tensor x, int factor) => Aten.Call(PixelShuffleOp, x, factor);

    /// <summary>[B, C, H r, W r] to [B, C r², H, W].</summary>
    public static Tensor PixelUnshuffle(Tensor x, int factor) => Aten.Call(PixelUnshuffleOp, x, factor);

    /// <summary>Softmax(q k^T scale + mask) v; fused where this libtorch can, composed elsewhere.</summary>
    /// <param name="q">[..., T, d]</param>
    /// <param name="k">[..., S, d]</param>
    /// <param name="v">[..., S, d]</param>
    /// <param name="mask">Added to the scores (broadcast to [..., T, S]), or null.</param>
    /// <param name="causal">Position t sees s &lt;= t; only for T = S and without a mask.</param>
    /// <param name="scale">1 / sqrt(d) unless said otherwise.</param>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? mask = null, bool causal = false, double? scale = null)
    {
        double factor = scale ?? 1 / Math.Sqrt(q.Size(-1));
        if (AttentionOp.Exists)
        {
            // The scale argument came later than the operator: fold another scale into q.
            double standard = 1 / Math.Sqrt(q.Size(-1));
            var scaled = Math.Abs(factor - standard) < 1e-12 ? q : q * (factor / standard);
            return Aten.Call(AttentionOp, scaled, k, v, mask, 0.0, causal);
        }
        var scores = (q * factor).MatMul(k.T); // [..., T, S]
        if (causal)
            mask = CausalMask(q.Size(-2), q.DType, q.Device);
        if (mask is not null)
            scores += mask;
        return scores.Softmax(-1).MatMul(v);
    }

    /// <summary>[T, T], 0 where position t may see s, -inf elsewhere.</summary>
    public static Tensor CausalMask(long length, ScalarType type, Device device) =>
        Tensor.Full([length, length], double.NegativeInfinity, type, device).Triu(1);

    private static ReadOnlySpan<long> Both(int value) => new long[] { value, value };
}
