using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// An n-dimensional array of libtorch. It belongs to the <see cref="TensorScope"/> under which it was made, or to the garbage
/// collector where there was none; <see cref="Dispose"/> frees it earlier.
/// </summary>
/// <remarks>
/// Threads may share tensors to read them and to compute with them, as libtorch allows; writing in place is not synchronised. A tensor
/// in no scope may be disposed by any thread, once or often: calls that have begun end well, later ones throw
/// <see cref="ObjectDisposedException"/>. A tensor of a scope is disposed, kept or moved by its scope's thread only.
/// </remarks>
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

    /// <summary>The native handle, to be read inside a <see cref="NativeCall"/>.</summary>
    /// <exception cref="ObjectDisposedException">The tensor, or the scope that owned it, has been disposed.</exception>
    internal nint Handle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            nint handle = Volatile.Read(ref _handle);
            if (handle == 0 || _scope is { IsLeft: true })
                ThrowDisposed();
            return handle;
        }
    }

    /// <summary>True once the tensor or its scope has been disposed.</summary>
    public bool IsDisposed => _handle == 0 || _scope is { IsLeft: true };

    /// <summary>Number of dimensions.</summary>
    public int Dim
    {
        get
        {
            using var call = NativeCall.Enter();
            return NativeMethods.rv_dim(Handle);
        }
    }

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<long> Shape
    {
        get
        {
            using var call = NativeCall.Enter();
            nint handle = Handle;
            return new ReadOnlySpan<long>(NativeMethods.rv_sizes(handle), NativeMethods.rv_dim(handle)).ToArray();
        }
    }

    /// <summary>Number of elements.</summary>
    public long NumElements
    {
        get
        {
            using var call = NativeCall.Enter();
            return NativeMethods.rv_numel(Handle);
        }
    }

    public ScalarType DType
    {
        get
        {
            using var call = NativeCall.Enter();
            return (ScalarType)NativeMethods.rv_dtype(Handle);
        }
    }

    public Device Device
    {
        get
        {
            using var call = NativeCall.Enter();
            return Device.FromCode(NativeMethods.rv_device(Handle));
        }
    }

    public bool IsContiguous
    {
        get
        {
            using var call = NativeCall.Enter();
            return NativeMethods.rv_is_contiguous(Handle) != 0;
        }
    }

    /// <summary>The size of one dimension; negative counts from the end.</summary>
    /// <exception cref="ArgumentException">The tensor has no such dimension.</exception>
    public long Size(int dim)
    {
        using var call = NativeCall.Enter();
        nint handle = Handle;
        int dims = NativeMethods.rv_dim(handle);
        int index = dim < 0 ? dim + dims : dim;
        if ((uint)index >= (uint)dims)
            throw new ArgumentException($"{this} has no dimension {dim}.", nameof(dim));
        return NativeMethods.rv_sizes(handle)[index];
    }

    /// <summary>Takes ownership of a native reference.</summary>
    internal static Tensor Own(nint handle) =>
        handle == 0 ? throw new TorchException("The operator returned no tensor.") : new Tensor(handle);

    internal static void CountFreed(int count) => Interlocked.Add(ref _liveCount, -count);

    /// <summary>Changes the owner: another scope, or the garbage collector (null).</summary>
    internal void MoveTo(TensorScope? scope)
    {
        _ = Handle;
        if (!Disown())
            ThrowDisposed();
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
        if (IsDisposed || !Disown())
            return;
        nint handle = Interlocked.Exchange(ref _handle, 0);
        TensorBirth.Forget(handle);
        HandleRelease.Tensor(handle);
        CountFreed(1);
    }

    /// <summary>Gives the native reference away; this object is disposed by it.</summary>
    internal nint Release()
    {
        nint handle = Handle;
        if (!Disown())
            ThrowDisposed();
        TensorBirth.Forget(handle);
        _handle = 0;
        CountFreed(1);
        return handle;
    }

    /// <summary>Type, shape and device in one line: <c>Float32 [2, 3] cpu</c>.</summary>
    public override string ToString() =>
        IsDisposed ? "disposed tensor" : $"{DType} [{string.Join(", ", Shape.ToArray())}] {Device}";

    /// <summary>The garbage collector's owner has given the handle up.</summary>
    internal void Lose() => Interlocked.Exchange(ref _handle, 0);

    private void Attach(TensorScope? scope)
    {
        _scope = scope;
        if (scope is null)
            _orphan = new Orphan(this, _handle);
        else
            _slot = scope.Add(_handle);
    }

    /// <summary>Takes the handle from its owner; false where another thread was first.</summary>
    private bool Disown()
    {
        if (_scope is { } scope)
        {
            if (!scope.IsOwnThread)
                throw new InvalidOperationException("A tensor of a TensorScope is disposed, kept or moved on the scope's own thread only.");
            scope.Forget(_slot);
            _scope = null;
            return true;
        }
        var orphan = Interlocked.Exchange(ref _orphan, null);
        return orphan is not null && orphan.TryTake();
    }

    [DoesNotReturn, StackTraceHidden]
    private static void ThrowDisposed() => throw new ObjectDisposedException(
        nameof(Tensor), "This tensor was freed: it was disposed, or its TensorScope was left without Keep.");
}
