using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// An n-dimensional array of libtorch. It belongs to the <see cref="TensorScope"/> under which it was made, or to the garbage
/// collector where there was none; <see cref="Dispose"/> frees it earlier.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private static long _liveCount;

    private nint _handle;
    private TensorScope? _scope;
    private Orphan? _orphan;
    private int _slot;

    private Tensor(nint handle)
    {
        _handle = handle;
        TensorBirth.Record(handle);
        Interlocked.Increment(ref _liveCount);
        Attach(TensorScope.Current);
    }

    /// <summary>Tensors alive in this process. Flat from step to step in a program without leaks.</summary>
    public static long LiveCount
    {
        get
        {
            OrphanQueue.Drain();
            return Interlocked.Read(ref _liveCount);
        }
    }

    /// <summary>The native handle.</summary>
    /// <exception cref="ObjectDisposedException">The tensor, or the scope that owned it, has been disposed.</exception>
    internal nint Handle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_handle == 0 || _scope is { IsLeft: true })
                ThrowDisposed();
            return _handle;
        }
    }

    /// <summary>True once the tensor or its scope has been disposed.</summary>
    public bool IsDisposed => _handle == 0 || _scope is { IsLeft: true };

    /// <summary>Number of dimensions.</summary>
    public int Dim => NativeMethods.rv_dim(Handle);

    /// <summary>The sizes. Valid while the tensor lives and is not resized.</summary>
    public ReadOnlySpan<long> Shape => new(NativeMethods.rv_sizes(Handle), Dim);

    /// <summary>Number of elements.</summary>
    public long NumElements => NativeMethods.rv_numel(Handle);

    public ScalarType DType => (ScalarType)NativeMethods.rv_dtype(Handle);

    public Device Device => Device.FromCode(NativeMethods.rv_device(Handle));

    public bool IsContiguous => NativeMethods.rv_is_contiguous(Handle) != 0;

    /// <summary>The size of one dimension; negative counts from the end.</summary>
    /// <exception cref="ArgumentException">The tensor has no such dimension.</exception>
    public long Size(int dim)
    {
        var shape = Shape;
        int index = dim < 0 ? dim + shape.Length : dim;
        if ((uint)index >= (uint)shape.Length)
            throw new ArgumentException($"{this} has no dimension {dim}.", nameof(dim));
        return shape[index];
    }

    /// <summary>Takes ownership of a native reference.</summary>
    internal static Tensor Own(nint handle) =>
        handle == 0 ? throw new TorchException("The operator returned no tensor.") : new Tensor(handle);

    internal static void CountFreed(int count) => Interlocked.Add(ref _liveCount, -count);

    /// <summary>Changes the owner: another scope, or the garbage collector (null).</summary>
    internal void MoveTo(TensorScope? scope)
    {
        _ = Handle;
        Disown();
        Attach(scope);
    }

    /// <summary>Takes the tensor out of every scope: it lives until disposed or collected. Parameters and buffers are such.</summary>
    public Tensor KeepAlive()
    {
        MoveTo(null);
        return this;
    }

    public void Dispose()
    {
        if (IsDisposed)
            return;
        Disown();
        TensorBirth.Forget(_handle);
        NativeMethods.rv_release(_handle);
        _handle = 0;
        CountFreed(1);
    }

    /// <summary>Gives the native reference away; this object is disposed by it.</summary>
    internal nint Release()
    {
        nint handle = Handle;
        Disown();
        TensorBirth.Forget(handle);
        _handle = 0;
        CountFreed(1);
        return handle;
    }

    /// <summary>Type, shape and device in one line: <c>Float32 [2, 3] cpu</c>.</summary>
    public override string ToString() =>
        IsDisposed ? "disposed tensor" : $"{DType} [{string.Join(", ", Shape.ToArray())}] {Device}";

    private void Attach(TensorScope? scope)
    {
        _scope = scope;
        if (scope is null)
            _orphan = new Orphan(_handle);
        else
            _slot = scope.Add(_handle);
    }

    private void Disown()
    {
        if (_scope is null)
            _orphan?.Forget();
        else
            _scope.Forget(_slot);
        _orphan = null;
        _scope = null;
    }

    [DoesNotReturn, StackTraceHidden]
    private static void ThrowDisposed() => throw new ObjectDisposedException(
        nameof(Tensor), "This tensor was freed: it was disposed, or its TensorScope was left without Keep.");
}
