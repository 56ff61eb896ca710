namespace Reverie.Torch.Tests.Operators;

internal static partial class OperatorTable
{
    private static IEnumerable<OperatorCase> Functions() =>
    [
        OfA("Relu", F.Relu, a => Math.Max(a, 0)),
        OfA("ReluInPlace", F.ReluInPlace, a => Math.Max(a, 0)),
        OfA("Silu", F.Silu, a => a * Sigmoid(a)),
        OfA("Gelu", F.Gelu, a => a * 0.5 * (1 + Erf(a / Math.Sqrt(2)))),
        OfA("GeluTanh", F.GeluTanh, a => 0.5 * a * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + (0.044715 * a * a * a))))),
        OfA("Elu", F.Elu, a => a > 0 ? a : Math.Exp(a) - 1),
        OfA("Softplus", F.Softplus, a => Math.Log(1 + Math.Exp(a))),
        new("CrossEntropy", () => F.CrossEntropy(A, Tensor.From([2L, 0])), [-(Math.Log(Softmax(0.5, -1.5, 2)[2]) + Math.Log(Softmax(-0.25, 1, 3)[0])) / 2], []),
        new("CrossEntropy of a row that is ignored", () => F.CrossEntropy(A, Tensor.From([2L, -100]), Reduction.Sum), [-Math.Log(Softmax(0.5, -1.5, 2)[2])]),
        new("MseLoss", () => F.MseLoss(A, B), [AValues.Zip(BValues, (a, b) => Math.Pow(a - b, 2)).Average()], []),
        new("L1Loss", () => F.L1Loss(A, B, Reduction.Sum), [AValues.Zip(BValues, (a, b) => Math.Abs(a - b)).Sum()], []),
        new("BinaryCrossEntropyWithLogits", () => F.BinaryCrossEntropyWithLogits(A, Tensor.From([1f, 0, 1, 0, 1, 0], 2, 3), Reduction.None),
            [.. AValues.Zip([1, 0, 1, 0, 1, 0], (a, y) => -Math.Log(y == 1 ? Sigmoid(a) : 1 - Sigmoid(a)))], [2, 3]),
        new("Linear", () => F.Linear(A, B, Tensor.From([10f, 20])), [8.25, 31.5, 7, 29.75], [2, 2]),
        new("Embedding", () => F.Embedding(A, Tensor.From([1L, 0, 1], 3, 1)), [-0.25, 1, 3, 0.5, -1.5, 2, -0.25, 1, 3], [3, 1, 3]),
        new("Conv1d", () => F.Conv1d(P.View(1, 1, 4), Tensor.From([1f, -1], 1, 1, 2), Tensor.From([10f]), stride: 2), [9.5, 8], [1, 1, 2]),
        new("Conv2d", () => F.Conv2d(A.View(1, 1, 2, 3), Tensor.From([1f, 2, 3, 4], 1, 1, 2, 2), padding: 0), [0.75, 17.5], [1, 1, 1, 2]),
        new("ConvTranspose2d", () => F.ConvTranspose2d(P.View(1, 1, 1, 4).Narrow(3, 0, 2), Tensor.From([1f, 2, 3, 4], 1, 1, 2, 2), stride: 2),
            [0.5, 1, 1, 2, 1.5, 2, 3, 4], [1, 1, 2, 4]),
        new("MaxPool2d", () => F.MaxPool2d(Tensor.Cat([A, B]).Narrow(1, 0, 2).View(1, 1, 4, 2), 2), [1, 2], [1, 1, 2, 1]),
        new("UpsampleNearest2d", () => F.UpsampleNearest2d(P.View(1, 1, 2, 2)), [0.5, 0.5, 1, 1, 0.5, 0.5, 1, 1, 2, 2, 4, 4, 2, 2, 4, 4], [1, 1, 4, 4]),
        new("Pad", () => F.Pad(P, [1, 2], 9), [9, 0.5, 1, 2, 4, 9, 9]),
        new("LayerNorm", () => F.LayerNorm(A, Tensor.From([2f, 2, 2]), Tensor.From([1f, 1, 1])), Rows(row => Normalised(row).Select(x => (2 * x) + 1)), [2, 3]),
        new("GroupNorm", () => F.GroupNorm(A.View(1, 2, 3), 2, null, null), Rows(Normalised), [1, 2, 3]),
        new("PixelShuffle", () => F.PixelShuffle(P.View(1, 4, 1, 1), 2), PValues, [1, 1, 2, 2]),
        new("PixelUnshuffle", () => F.PixelUnshuffle(P.View(1, 1, 2, 2), 2), PValues, [1, 4, 1, 1]),
        new("CausalMask", () => F.CausalMask(2, ScalarType.Float32, Device.Cpu), [0, double.NegativeInfinity, 0, 0], [2, 2]),
        new("Attention", () => F.Attention(A.Unsqueeze(0), B.Unsqueeze(0), A.Unsqueeze(0), scale: 0.1), Attended(scale: 0.1, causal: false), [1, 2, 3]),
        new("Attention that is causal", () => F.Attention(A.Unsqueeze(0), B.Unsqueeze(0), A.Unsqueeze(0), causal: true),
            Attended(1 / Math.Sqrt(3), causal: true), [1, 2, 3]),
        new("Dropout", () => F.Dropout(A, 0.5, training: false), AValues),
    ];

    private static IEnumerable<double> Normalised(double[] row)
    {
        double mean = row.Average(), variance = row.Average(x => (x - mean) * (x - mean));
        return row.Select(x => (x - mean) / Math.Sqrt(variance + 1e-5));
    }

    /// <summary>softmax(A B^T scale) A.</summary>
    private static double[] Attended(double scale, bool causal) => [.. Enumerable.Range(0, 2).SelectMany(row =>
    {
        double[] scores = [.. Enumerable.Range(0, causal && row == 0 ? 1 : 2).Select(key =>
            scale * Enumerable.Range(0, 3).Sum(i => AValues[(3 * row) + i] * BValues[(3 * key) + i]))];
        double[] shares = Softmax(scores);
        return Enumerable.Range(0, 3).Select(i => shares.Index().Sum(share => share.Item * AValues[(3 * share.Index) + i]));
    })];
}
