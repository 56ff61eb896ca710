namespace Reverie.Torch.Tests.Operators;

internal static partial class OperatorTable
{
    private static IEnumerable<OperatorCase> Shapes() =>
    [
        new("View", () => A.View(3, -1), AValues, [3, 2]),
        new("Reshape", () => A.T.Reshape(2, 3), [0.5, -0.25, -1.5, 1, 2, 3], [2, 3]),
        new("Flatten", () => A.Unsqueeze(0).Flatten(0, 1), AValues, [2, 3]),
        new("Transpose", () => A.Transpose(0, 1), [0.5, -0.25, -1.5, 1, 2, 3], [3, 2]),
        new("T", () => A.Unsqueeze(0).T, [0.5, -0.25, -1.5, 1, 2, 3], [1, 3, 2]),
        new("Permute", () => A.Unsqueeze(0).Permute(2, 0, 1), [0.5, -0.25, -1.5, 1, 2, 3], [3, 1, 2]),
        new("Expand", () => P.Unsqueeze(0).Expand(2, 4), [.. PValues, .. PValues], [2, 4]),
        new("Unsqueeze", () => A.Unsqueeze(-1), AValues, [2, 3, 1]),
        new("Squeeze", () => A.Unsqueeze(1).Squeeze(1), AValues, [2, 3]),
        new("Repeat", () => P.Repeat(2, 1), [.. PValues, .. PValues], [2, 4]),
        new("RepeatInterleave", () => P.RepeatInterleave(2, 0), [0.5, 0.5, 1, 1, 2, 2, 4, 4]),
        new("Flip", () => A.Flip(1), [2, -1.5, 0.5, 3, 1, -0.25]),
        new("Split", () => A.Split(2, 1)[0], [0.5, -1.5, -0.25, 1], [2, 2]),
        new("Split into a shorter rest", () => A.Split(2, 1)[1], [2, 3], [2, 1]),
        new("SplitSizes", () => A.SplitSizes(1, 2)[1], [-1.5, 2, 1, 3], [2, 2]),
        new("Chunk", () => P.Chunk(2)[1], [2, 4]),
        new("Unbind", () => A.Unbind(1)[2], [2, 3], [2]),
        new("Cat", () => Tensor.Cat([A, B], 1), [0.5, -1.5, 2, 2, 0.5, -1, -0.25, 1, 3, 1, -2, 4], [2, 6]),
        new("Stack", () => Tensor.Stack([A, B]), [.. AValues, .. BValues], [2, 2, 3]),
        new("Diagonal", () => A.Diagonal(), [0.5, 1], [2]),
        new("Tril", () => A.Tril(), [0.5, 0, 0, -0.25, 1, 0]),
        new("Triu", () => A.Triu(1), [0, -1.5, 2, 0, 0, 3]),
        new("Contiguous", () => A.T.Contiguous(), [0.5, -0.25, -1.5, 1, 2, 3], [3, 2]),
        new("ChannelsLast", () => A.View(1, 2, 3, 1).ChannelsLast(), AValues, [1, 2, 3, 1]),
        new("Clone", () => A.Clone(), AValues),
        new("Detach", () => A.Detach(), AValues),
        new("To", () => Tensor.From([1.75f, -1.75f]).To(ScalarType.Int64), [1, -1]),
        new("Float", () => I.Float() / 2, [3.5, -3.5, 1.5, 0]),
        new("Long", () => P.Long(), [0, 1, 2, 4]),
    ];

    private static IEnumerable<OperatorCase> Creation() =>
    [
        new("From", () => Tensor.From([1, 2, 3, 4], 2, 2), [1, 2, 3, 4], [2, 2]),
        new("From bytes and truth values", () => Tensor.Cat([Tensor.From([(byte)200]), Tensor.From([true, false]).To(ScalarType.UInt8)]), [200, 1, 0]),
        new("Scalar", () => Tensor.Scalar(2.5), [2.5], []),
        new("Empty", () => Tensor.Empty([2, 2]).FillInPlace(1), [1, 1, 1, 1], [2, 2]),
        new("EmptyLike", () => Tensor.EmptyLike(P).FillInPlace(1), [1, 1, 1, 1], [4]),
        new("Zeros", () => Tensor.Zeros([3]), [0, 0, 0]),
        new("ZerosLike", () => Tensor.ZerosLike(P), [0, 0, 0, 0]),
        new("Ones", () => Tensor.Ones([3]), [1, 1, 1]),
        new("OnesLike", () => Tensor.OnesLike(P), [1, 1, 1, 1]),
        new("Full", () => Tensor.Full([2], 1.5), [1.5, 1.5]),
        new("FullLike", () => Tensor.FullLike(P, 1.5), [1.5, 1.5, 1.5, 1.5]),
        new("Arange", () => Tensor.Arange(3), [0, 1, 2]),
        new("Arange with a step", () => Tensor.Arange(1, 2, 0.25, ScalarType.Float32), [1, 1.25, 1.5, 1.75]),
        new("Linspace", () => Tensor.Linspace(-1, 1, 5), [-1, -0.5, 0, 0.5, 1]),
        new("Eye", () => Tensor.Eye(2), [1, 0, 0, 1], [2, 2]),
        Draws("Rand", _ => Tensor.Rand([20000], new Generator(2)), 0.5, 1 / Math.Sqrt(12)),
        Draws("Randn", _ => Tensor.Randn([20000], new Generator(2)), 0, 1),
        Draws("Randint", _ => Tensor.Randint(2, 7, [20000], new Generator(2)).Float(), 4, Math.Sqrt(2)),
        new("Randperm", () => Tensor.Randperm(5, new Generator(2)).Sort().First, [0, 1, 2, 3, 4]),
        new("Randperm is in another order", () => Tensor.Randperm(50, new Generator(2)).Eq(Tensor.Arange(50)).All(), [0]),
    ];
}
