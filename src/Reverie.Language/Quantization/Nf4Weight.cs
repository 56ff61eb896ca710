using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.Language.Quantization;

/// <summary>
/// A weight [out, in] in 4-bit NormalFloat (Dettmers et al., 2023) as bitsandbytes keeps it: two numbers a byte, a scale per
/// block of the row-major matrix, the scales optionally in 8 bits with scales of their own.
/// </summary>
public sealed class Nf4Weight : IDisposable
{
    public const int BlockSize = 64;
    public const int NestedBlockSize = 256;

    private static readonly Operator DequantizeOp = new("reverie::nf4_dequantize");
    private static readonly Operator LinearOp = new("reverie::nf4_linear");

    private Nf4Weight(Tensor packed, Tensor scales, Tensor levels, Tensor? nestedScales, Tensor? nestedMap, double offset, long rows, long columns, int block, int nestedBlock)
    {
        (Packed, Scales, Levels, NestedScales, NestedMap) = (packed, scales, levels, nestedScales, nestedMap);
        (NestedOffset, Rows, Columns, Block, NestedBlock) = (offset, rows, columns, block, nestedBlock);
        foreach (var (_, tensor) in Tensors)
            tensor.KeepAlive();
    }

    /// <summary>Features out.</summary>
    public long Rows { get; }

    /// <summary>Features in.</summary>
    public long Columns { get; }

    public int Block { get; private set; }

    public int NestedBlock { get; private set; }

    /// <summary>The mean of the scales, taken off before they were quantised.</summary>
    public double NestedOffset { get; private set; }

    /// <summary>Codes, [n / 2, 1] bytes; the even element in the high half.</summary>
    public Tensor Packed { get; }

    /// <summary>Scales of the blocks, in single precision or as 8-bit codes.</summary>
    public Tensor Scales { get; }

    /// <summary>The 16 values that a code stands for.</summary>
    public Tensor Levels { get; }

    /// <summary>Scales of the scales; null: those are in single precision.</summary>
    public Tensor? NestedScales { get; }

    /// <summary>The 256 values that a scale's code stands for.</summary>
    public Tensor? NestedMap { get; }

    /// <summary>The tensors with what follows the weight's name in a checkpoint.</summary>
    public IEnumerable<(string Suffix, Tensor Tensor)> Tensors
    {
        get
        {
            yield return ("", Packed);
            yield return (".absmax", Scales);
            yield return (".quant_map", Levels);
            if (NestedScales is null)
                yield break;
            yield return (".nested_absmax", NestedScales);
            yield return (".nested_quant_map", NestedMap!);
        }
    }

    /// <summary>Bytes that it takes.</summary>
    public long ByteCount => Tensors.Sum(entry => entry.Tensor.NumElements * entry.Tensor.DType.ByteSize());

    /// <summary>Memory to be filled from a checkpoint.</summary>
    public static Nf4Weight Empty(long rows, long columns, bool doubleQuantization)
    {
        long count = rows * columns, blocks = (count + BlockSize - 1) / BlockSize;
        return new Nf4Weight(
            Tensor.Zeros([(count + 1) / 2, 1], ScalarType.UInt8),
            Tensor.Zeros([blocks], doubleQuantization ? ScalarType.UInt8 : ScalarType.Float32),
            Tensor.From(Nf4Codebook.Levels),
            doubleQuantization ? Tensor.Zeros([(blocks + NestedBlockSize - 1) / NestedBlockSize]) : null,
            doubleQuantization ? Tensor.From(Nf4Codebook.DynamicMap) : null,
            0, rows, columns, BlockSize, NestedBlockSize);
    }

    /// <summary>y = W x + b.</summary>
    /// <param name="x">[..., in]; the product is computed in its element type.</param>
    /// <param name="bias">[out] or null.</param>
    public Tensor Linear(Tensor x, Tensor? bias) =>
        Aten.Call(LinearOp, x, bias, Packed, Scales, Levels, NestedScales, NestedMap, NestedOffset, Rows, Columns, Block, NestedBlock);

    /// <summary>The weight in single precision, [out, in].</summary>
    public Tensor Dequantize() => Aten.Call(DequantizeOp, Packed, Scales, Levels, NestedScales, NestedMap, NestedOffset, Rows, Columns, Block, NestedBlock);

    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors)
            tensor.Dispose();
    }

    /// <summary>Sets what a checkpoint tells in text beside the tensors.</summary>
    internal void Describe(int block, int nestedBlock, double nestedOffset) => (Block, NestedBlock, NestedOffset) = (block, nestedBlock, nestedOffset);
}
