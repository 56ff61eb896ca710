using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>The other fused operators, with shapes, types and numbers that do not fit.</summary>
internal static class KernelMisuses
{
    private static readonly Operator Thin = new("reverie::thin_linear");
    private static readonly Operator Convolution = new("reverie::causal_convolution");
    private static readonly Operator Scan = new("reverie::selective_scan");

    internal static IEnumerable<Misuse> All =>
    [
        new("thin linear with a short bias", "the bias must have the shape [4], not [1]", () => Aten.Call(Thin, Of(1, 3), Of(4, 3), Of(1), false)),
        new("thin linear with a short bias, transposed", "must have the shape [3], not [1]", () => Aten.Call(Thin, Of(1, 4), Of(4, 3), Of(1), true)),
        new("thin linear with a vector for weight", "must be a contiguous matrix", () => Aten.Call(Thin, Of(1, 3), Of(3), Value.None, false)),
        new("thin linear with an empty weight", "must be a contiguous matrix", () => Aten.Call(Thin, Of(1, 0), Of(4, 0), Value.None, false)),
        new("thin linear of 9 rows", "at most 8 rows, not 9", () => Aten.Call(Thin, Of(9, 3), Of(4, 3), Value.None, false)),
        new("thin linear of integers", "not Long", () => Aten.Call(Thin, Of(1, 3).Long(), Of(4, 3), Value.None, false)),
        new("thin linear of a number", "does not end with", () => Aten.Call(Thin, Tensor.Scalar(1), Of(4, 3), Value.None, false)),
        new("thin linear that is recorded", "has no derivative", () => Aten.Call(Thin, Of(1, 3), Recorded(4, 3), Value.None, false)),

        new("convolution of 0 taps", "1 to 8 taps, not 0", () => Aten.Call(Convolution, Of(1, 5, 3), Of(3, 1, 0), Value.None, Value.None, false)),
        new("convolution of 9 taps", "1 to 8 taps, not 9", () => Aten.Call(Convolution, Of(1, 5, 3), Of(3, 1, 9), Value.None, Value.None, false)),
        new("convolution with a short bias", "the bias must have the shape [3]",
            () => Aten.Call(Convolution, Of(1, 5, 3), Of(3, 1, 4), Of(2), Value.None, false)),
        new("convolution with a short past", "the past must have the shape",
            () => Aten.Call(Convolution, Of(1, 5, 3), Of(3, 1, 4), Value.None, Of(1, 3, 3), false)),
        new("convolution with double weights", "not on Double", () => Aten.Call(Convolution, Of(1, 5, 3), Doubles(3, 1, 4), Value.None, Value.None, false)),

        new("scan with A of one dimension", "u must be [batch, steps, channels] and A", () => Scanned(a: Of(4))),
        new("scan with A of other channels", "the decay A must have the shape", () => Scanned(a: Of(3, 2))),
        new("scan with B of two dimensions", "the weight B must have the shape", () => Scanned(b: Of(5, 2))),
        new("scan with a short D", "the skip D must have the shape [4]", () => Scanned(d: Of(3))),
        new("scan with a state of four dimensions", "the initial state must have the shape", () => Scanned(initial: Of(1, 4, 2, 3))),
        new("scan with a double state", "not on Double", () => Scanned(initial: Doubles(1, 4, 2))),
        new("scan with a double gate", "not on Double", () => Scanned(z: Doubles(1, 5, 4))),
        new("scan with 257 states", "at most 256 numbers a channel, not 257", () => Scanned(a: Of(4, 257))),

        new("losses of a target outside", "target 5 is not in the vocabulary of 3", () => F.TokenLosses(Of(2, 3), Tensor.From([0L, 5]))),
        new("losses of a negative target", "target -1 is not in the vocabulary", () => F.TokenLosses(Of(2, 3), Tensor.From([0L, -1]))),
        new("losses of fewer targets", "one 64-bit integer for each row", () => F.TokenLosses(Of(2, 3), Tensor.From([0L]))),
        new("losses of a target overwritten before backward", "target 99999999 is not in the vocabulary", Overwritten),
        new("tied embedding outside of the table", "out of range", () => F.TiedEmbedding(Of(3, 2), Tensor.From([3L]))),
        new("tied embedding before the table", "out of range", () => F.TiedEmbedding(Of(3, 2), Tensor.From([-1L]))),

        new("conv3x3 with a bias of two dimensions", "the bias must have the shape [16]", () => F.Conv3x3(Of(1, 16, 8, 8), Of(16, 16, 3, 3), Of(16, 1))),
        new("conv3x3 with a short bias", "the bias must have the shape [16]", () => F.Conv3x3(Of(1, 16, 8, 8), Of(16, 16, 3, 3), Of(4))),
        new("group norm of 0 groups", "divisible by its 0 groups", () => F.GroupNorm(Of(1, 4, 2, 2), 0, Of(4), Of(4))),
        new("group norm with a short weight", "weight and bias of 4 floats", () => F.GroupNormSilu(Of(1, 4, 2, 2), 2, Of(3), Of(4))),
        new("dropout of everything", "below 1, not 1", () => F.Dropout(Of(3), 1, 1L)),
        new("dropout of NaN", "below 1, not", () => F.Dropout(Of(3), double.NaN, 1L)),
        new("dropout of doubles", "not on Double", () => F.Dropout(Doubles(3), 0.5, 1L)),
        new("fused GELU of integers", "takes float or bfloat16, not Long", () => Aten.Call(new Operator("reverie::gelu_tanh"), Tensor.Arange(3))),
        new("norm with a short weight", "the weight must have the shape [4]", () => F.NormSilu(Of(2, 4), Of(3), Of(4), 1e-3)),
        new("norm of doubles", "not on Double", () => Aten.Call(new Operator("reverie::norm_silu"), Doubles(2, 4), Of(4), Of(4), 1e-3)),
        new("recurrent unit with another state", "the state must have the shape", () => F.LayerNormGru(Of(2, 3), Of(1, 4), Of(12, 7), Of(12), Of(12), 1e-3)),
        new("recurrent unit with a short map", "the weight must have the shape [12, 7]", () => F.LayerNormGru(Of(2, 3), Of(2, 4), Of(12, 6), Of(12), Of(12), 1e-3)),
        new("draws of other uniform numbers", "uniform numbers must have the shape [2]", () => F.OneHotDraw(Of(2, 4), Of(3))),
        new("draws of nothing", "1 to 4096 classes", () => F.OneHotDraw(Of(2, 0), uniforms: null)),
        new("one-hot sum of another table", "the table [n, width]", () => F.OneHotSum(Of(2, 3), Of(2, 4), Of(5, 3))),
        new("one-hot sum of recorded rows", "has no derivative", () => F.OneHotSum(Of(2, 3), Recorded(2, 4), Of(4, 3))),
        new("observed sequence without weights", "takes 11 weights", () => F.RssmObserve(
            Of(2, 1, 3), Of(2, 1, 3), Of(2, 1).Gt(0), Of(4), Of(4), uniforms: null, [], 2, 0.01, [1e-3, 1e-3, 1e-3])),
        .. Nf4Misuses.All,
        .. TransformerStepMisuses.All,
    ];

    private static Tensor Of(params long[] shape) => Tensor.Ones(shape);

    private static Tensor Doubles(params long[] shape) => Tensor.Ones(shape, ScalarType.Float64);

    private static Tensor Recorded(params long[] shape)
    {
        var tensor = Tensor.Ones(shape);
        tensor.RequiresGrad = true;
        return tensor;
    }

    private static void Scanned(Tensor? a = null, Tensor? b = null, Tensor? d = null, Tensor? z = null, Tensor? initial = null) =>
        Aten.CallPair(Scan, Of(1, 5, 4), Of(1, 5, 4), a ?? Of(4, 2), b ?? Of(1, 5, 2), Of(1, 5, 2), d ?? Of(4), z, initial);

    private static void Overwritten()
    {
        var logits = Recorded(2, 3);
        var targets = Tensor.From([0L, 1]);
        var loss = F.TokenLosses(logits, targets).Sum();
        targets.SetData<long>([0, 99_999_999]);
        loss.Backward();
    }
}
