using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>4-bit weights whose parts do not fit together.</summary>
internal static class Nf4Misuses
{
    private static readonly Operator Dequantize = new("reverie::nf4_dequantize");
    private static readonly Operator Linear = new("reverie::nf4_linear");

    internal static IEnumerable<Misuse> All =>
    [
        new("nf4 with a block of 0", "block sizes must be positive", () => Values(block: 0)),
        new("nf4 with a block of -2", "block sizes must be positive", () => Values(block: -2)),
        new("nf4 with an odd block", "even, not 3", () => Values(block: 3)),
        new("nf4 with a nested block of 0", "block sizes must be positive",
            () => Values(scales: Bytes(4), nested: Tensor.Ones([1]), map: Tensor.Ones([256]), nestedBlock: 0)),
        new("nf4 of -4 rows", "is no size of a matrix", () => Values(rows: -4)),
        new("nf4 whose size overflows", "is no size of a matrix", () => Values(rows: 1L << 62, columns: 4)),
        new("nf4 of more numbers than bytes", "packed numbers must be 32", () => Values(rows: 8)),
        new("nf4 with 15 levels", "the levels must be 16", () => Values(levels: Tensor.Ones([15]))),
        new("nf4 with levels in double precision", "the levels must be 16", () => Values(levels: Tensor.Ones([16], ScalarType.Float64))),
        new("nf4 with too few scales", "the block scales must be 4", () => Values(scales: Tensor.Ones([3]))),
        new("nf4 with every other byte", "packed numbers must be 16", () => Values(packed: Bytes(32).Slice(0, 0, 32, 2))),
        new("nf4 with scales of scales alone", "come together or not at all", () => Values(scales: Bytes(4), nested: Tensor.Ones([1]))),
        new("nf4 with too few levels of scales", "levels of the block scales must be 256",
            () => Values(scales: Bytes(4), nested: Tensor.Ones([1]), map: Tensor.Ones([16]))),
        new("nf4 with too few scales of scales", "scales of the block scales must be 2",
            () => Values(scales: Bytes(4), nested: Tensor.Ones([1]), map: Tensor.Ones([256]), nestedBlock: 2)),
        new("nf4 linear with a short bias", "the bias must have the shape [4], not [1]", () => Product(Tensor.Ones([2, 8]), Tensor.Ones([1]))),
        new("nf4 linear of integers", "must be real numbers, not Long", () => Product(Tensor.Ones([2, 8], ScalarType.Int64))),
        new("nf4 linear of other features", "does not end with the weight's 8 features", () => Product(Tensor.Ones([2, 7]))),
    ];

    private static Tensor Bytes(long count) => Tensor.Zeros([count], ScalarType.UInt8);

    private static void Values(
        Tensor? packed = null, Tensor? scales = null, Tensor? levels = null, Tensor? nested = null, Tensor? map = null,
        long rows = 4, long columns = 8, long block = 8, long nestedBlock = 4) =>
        Aten.Call(
            Dequantize, packed ?? Bytes(16), scales ?? Tensor.Ones([4]), levels ?? Tensor.Ones([16]), nested, map, 0.0, rows, columns, block, nestedBlock);

    private static void Product(Tensor x, Tensor? bias = null) =>
        Aten.Call(Linear, x, bias, Bytes(16), Tensor.Ones([4]), Tensor.Ones([16]), Value.None, Value.None, 0.0, 4, 8, 8, 4);
}
