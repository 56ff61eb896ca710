using System.Runtime.InteropServices;
using Reverie.Torch.Native;

namespace Reverie.Torch;

public sealed unsafe partial class Tensor
{
    private static readonly Operator EmptyOp = new("aten::empty", "memory_format");
    private static readonly Operator ZerosOp = new("aten::zeros");
    private static readonly Operator OnesOp = new("aten::ones");
    private static readonly Operator FullOp = new("aten::full");
    private static readonly Operator ArangeOp = new("aten::arange", "start_step");
    private static readonly Operator LinspaceOp = new("aten::linspace");
    private static readonly Operator ZerosLikeOp = new("aten::zeros_like");
    private static readonly Operator OnesLikeOp = new("aten::ones_like");
    private static readonly Operator EmptyLikeOp = new("aten::empty_like");
    private static readonly Operator FullLikeOp = new("aten::full_like");
    private static readonly Operator RandOp = new("aten::rand", "generator");
    private static readonly Operator RandnOp = new("aten::randn", "generator");
    private static readonly Operator RandintOp = new("aten::randint", "low_generator");
    private static readonly Operator RandpermOp = new("aten::randperm", "generator");
    private static readonly Operator EyeOp = new("aten::eye");

    /// <summary>Copies memory into a new CPU tensor of the given shape.</summary>
    public static Tensor From<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType type) where T : unmanaged
    {
        nint handle;
        fixed (void* memory = MemoryMarshal.AsBytes(data))
        fixed (long* sizes = shape)
        {
            NativeMethods.Check(
                NativeMethods.rv_from_memory(memory, (long)data.Length * sizeof(T), sizes, shape.Length, (int)type, &handle), "tensor from memory");
        }
        return Own(handle);
    }

    /// <summary>Copies numbers into a new CPU tensor; without a shape it is one-dimensional.</summary>
    public static Tensor From(ReadOnlySpan<float> data, params ReadOnlySpan<long> shape) =>
        From(data, shape.Length == 0 ? [data.Length] : shape, ScalarType.Float32);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor From(ReadOnlySpan<double> data, params ReadOnlySpan<long> shape) =>
        From(data, shape.Length == 0 ? [data.Length] : shape, ScalarType.Float64);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor From(ReadOnlySpan<long> data, params ReadOnlySpan<long> shape) =>
        From(data, shape.Length == 0 ? [data.Length] : shape, ScalarType.Int64);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor From(ReadOnlySpan<int> data, params ReadOnlySpan<long> shape) =>
        From(data, shape.Length == 0 ? [data.Length] : shape, ScalarType.Int32);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor From(ReadOnlySpan<byte> data, params ReadOnlySpan<long> shape) =>
        From(data, shape.Length == 0 ? [data.Length] : shape, ScalarType.UInt8);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor From(ReadOnlySpan<bool> data, params ReadOnlySpan<long> shape) =>
        From(data, shape.Length == 0 ? [data.Length] : shape, ScalarType.Bool);

    /// <summary>A zero-dimensional tensor.</summary>
    public static Tensor Scalar(double value, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Full([], value, type, device);

    public static Tensor Empty(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(EmptyOp, shape, type, Value.None, device);

    public static Tensor Zeros(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(ZerosOp, shape, type, Value.None, device);

    public static Tensor Ones(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(OnesOp, shape, type, Value.None, device);

    public static Tensor Full(ReadOnlySpan<long> shape, double value, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(FullOp, shape, value, type, Value.None, device);

    /// <summary>Numbers from <paramref name="start"/> (included) to <paramref name="end"/> (excluded).</summary>
    public static Tensor Arange(double start, double end, double step = 1, ScalarType type = ScalarType.Int64, Device? device = null) =>
        Aten.Call(ArangeOp, start, end, step, type, Value.None, device);

    /// <summary>0, 1, ..., end - 1.</summary>
    public static Tensor Arange(long end, Device? device = null) => Arange(0, end, 1, ScalarType.Int64, device);

    public static Tensor Linspace(double start, double end, long steps, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(LinspaceOp, start, end, steps, type, Value.None, device);

    public static Tensor Eye(long n, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(EyeOp, n, type, Value.None, device);

    public static Tensor ZerosLike(Tensor other) => Aten.Call(ZerosLikeOp, other);

    public static Tensor OnesLike(Tensor other) => Aten.Call(OnesLikeOp, other);

    public static Tensor EmptyLike(Tensor other) => Aten.Call(EmptyLikeOp, other);

    public static Tensor FullLike(Tensor other, double value) => Aten.Call(FullLikeOp, other, value);

    /// <summary>Uniform in [0, 1).</summary>
    public static Tensor Rand(ReadOnlySpan<long> shape, Generator? generator = null, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(RandOp, shape, generator, type, Value.None, device);

    /// <summary>Standard normal.</summary>
    public static Tensor Randn(ReadOnlySpan<long> shape, Generator? generator = null, ScalarType type = ScalarType.Float32, Device? device = null) =>
        Aten.Call(RandnOp, shape, generator, type, Value.None, device);

    /// <summary>Uniform integers in [low, high).</summary>
    public static Tensor Randint(long low, long high, ReadOnlySpan<long> shape, Generator? generator = null, Device? device = null) =>
        Aten.Call(RandintOp, low, high, shape, generator, ScalarType.Int64, Value.None, device);

    /// <summary>A random permutation of 0 .. n - 1.</summary>
    public static Tensor Randperm(long n, Generator? generator = null) => Aten.Call(RandpermOp, n, generator);
}
