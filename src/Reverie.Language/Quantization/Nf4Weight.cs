using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.Language.Quantization;

/// <summary>
/// A weight [out, in] in 4 bits that can be multiplied with: it stays in 4 bits, and its full-precision numbers exist only
/// while a product, forward or backward, is computed.
/// </summary>
public sealed class Nf4Weight : IDisposable
{
    private static readonly Operator DequantizeOp = new("reverie::nf4_dequantize");
    private static readonly Operator LinearOp = new("reverie::nf4_linear");

    private readonly Tensor _packed;
    private readonly Tensor _scales;
    private readonly Tensor _levels;
    private readonly Tensor? _nestedScales;
    private readonly Tensor? _nestedMap;
    private readonly double _nestedOffset;
    private readonly int _block;
    private readonly int _nestedBlock;

    /// <param name="tensor">What a file holds, or what quantising gave.</param>
    /// <exception cref="ArgumentException">It is no matrix.</exception>
    public Nf4Weight(Nf4Tensor tensor)
    {
        if (tensor.Shape.Length != 2)
            throw new ArgumentException($"A 4-bit weight must be a matrix, not of shape [{string.Join(", ", tensor.Shape)}].", nameof(tensor));
        (Rows, Columns, _block) = (tensor.Shape[0], tensor.Shape[1], tensor.BlockSize);
        _packed = Tensor.From(tensor.Packed.Span, tensor.Packed.Length, 1).KeepAlive();
        _levels = Tensor.From(Nf4.Levels).KeepAlive();
        if (tensor.QuantizedScales is { } nested)
        {
            _scales = Tensor.From<byte>(nested.Codes, [nested.Codes.Length], ScalarType.UInt8).KeepAlive();
            _nestedScales = Tensor.From(nested.Scales).KeepAlive();
            _nestedMap = Tensor.From(DynamicCode.Values).KeepAlive();
            (_nestedOffset, _nestedBlock) = (nested.Offset, nested.BlockSize);
        }
        else
        {
            _scales = Tensor.From(tensor.Scales).KeepAlive();
            _nestedBlock = 1;
        }
    }

    /// <summary>Features out.</summary>
    public long Rows { get; }

    /// <summary>Features in.</summary>
    public long Columns { get; }

    /// <summary>The tensors, with what follows the weight's name in a checkpoint.</summary>
    public IEnumerable<(string Suffix, Tensor Tensor)> Tensors
    {
        get
        {
            yield return ("", _packed);
            yield return (".absmax", _scales);
            yield return (".quant_map", _levels);
            if (_nestedScales is null)
                yield break;
            yield return (".nested_absmax", _nestedScales);
            yield return (".nested_quant_map", _nestedMap!);
        }
    }

    /// <summary>Bytes that it takes.</summary>
    public long ByteCount => Tensors.Sum(entry => entry.Tensor.NumElements * entry.Tensor.DType.ByteSize());

    /// <summary>Quantises a weight.</summary>
    /// <param name="weight">[out, in]</param>
    /// <param name="doubleQuantization">Keep the block scales in 8 bits too.</param>
    public static Nf4Weight Quantize(Tensor weight, bool doubleQuantization) =>
        new(Nf4Tensor.Quantize(weight.Float().ToArray<float>(), weight.Shape.ToArray(), doubleQuantization: doubleQuantization));

    /// <summary>y = W x + b.</summary>
    /// <param name="x">[..., in]; the product is computed in its element type.</param>
    /// <param name="bias">[out] or null.</param>
    public Tensor Linear(Tensor x, Tensor? bias) => x.Device.IsCpu
        ? Aten.Call(LinearOp, x, bias, _packed, _scales, _levels, _nestedScales, _nestedMap, _nestedOffset, Rows, Columns, _block, _nestedBlock)
        : F.Linear(x, Dequantize().To(x.DType), bias);

    /// <summary>The weight in single precision, [out, in].</summary>
    public Tensor Dequantize()
    {
        if (_packed.Device.IsCpu)
            return Aten.Call(DequantizeOp, _packed, _scales, _levels, _nestedScales, _nestedMap, _nestedOffset, Rows, Columns, _block, _nestedBlock);
        var bytes = _packed.Flatten().Long();
        var codes = Tensor.Stack([bytes.FloorDivide(16), bytes.Remainder(16)], 1).Flatten().Narrow(0, 0, Rows * Columns);
        var scales = _scales;
        if (_nestedScales is not null)
            scales = (_nestedMap!.IndexSelect(0, _scales.Long()) * Spread(_nestedScales, _nestedBlock, _scales.NumElements)) + _nestedOffset;
        return (_levels.IndexSelect(0, codes) * Spread(scales, _block, Rows * Columns)).View(Rows, Columns);

        static Tensor Spread(Tensor scales, int block, long count) => scales.RepeatInterleave(block, 0).Narrow(0, 0, count);
    }

    /// <summary>What a file would hold.</summary>
    public Nf4Tensor ToTensor()
    {
        byte[] packed = _packed.ToArray<byte>();
        return _nestedScales is null
            ? new Nf4Tensor([Rows, Columns], packed, _scales.ToArray<float>(), _block)
            : new Nf4Tensor(
                [Rows, Columns], packed,
                new QuantizedScales(_scales.ToArray<byte>(), _nestedScales.ToArray<float>(), (float)_nestedOffset, _nestedBlock), _block);
    }

    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors)
            tensor.Dispose();
    }
}
