using System.Runtime.InteropServices;
using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// Owns every tensor created under it on its thread and frees them in one native call when it is left. A training step is a
/// scope: <c>using var step = new TensorScope();</c>. <see cref="Keep(Tensor)"/> moves a result to the scope outside.
/// </summary>
/// <remarks>
/// A scope belongs to its thread: only there it is left, and only there are its tensors disposed or kept. Other threads may read and
/// compute with them; when the scope is left meanwhile, calls that have begun still end well, and later ones are refused.
/// </remarks>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic] private static TensorScope? _current;

    private readonly List<nint> _handles = new(256);
    private readonly TensorScope? _outer;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _isLeft;

    public TensorScope()
    {
        OrphanQueue.Drain();
        _outer = _current;
        _current = this;
    }

    internal static TensorScope? Current => _current;

    internal bool IsLeft => Volatile.Read(ref _isLeft);

    /// <summary>Whether the calling thread is the scope's own.</summary>
    internal bool IsOwnThread => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Tensors that this scope would free now.</summary>
    /// <exception cref="InvalidOperationException">Another thread asks.</exception>
    public int Count
    {
        get
        {
            RequireOwnThread();
            return _handles.Count(static handle => handle != 0);
        }
    }

    /// <summary>Runs a function in a scope of its own and keeps only what it returns.</summary>
    public static Tensor Run(Func<Tensor> body)
    {
        using var scope = new TensorScope();
        return scope.Keep(body());
    }

    /// <summary>Hands a tensor of this scope to the scope outside (or to its own garbage-collected owner where there is none).</summary>
    /// <exception cref="ObjectDisposedException">The scope was left before, or the tensor was freed.</exception>
    /// <exception cref="InvalidOperationException">The scope, or the tensor's, is another thread's.</exception>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        RequireOwnThread();
        if (IsLeft)
            throw new ObjectDisposedException(nameof(TensorScope), "This TensorScope was left; keep tensors before that.");
        tensor.MoveTo(_outer);
        return tensor;
    }

    /// <inheritdoc cref="Keep(Tensor)"/>
    public (Tensor First, Tensor Second) Keep(Tensor first, Tensor second) => (Keep(first), Keep(second));

    internal int Add(nint handle)
    {
        _handles.Add(handle);
        return _handles.Count - 1;
    }

    /// <summary>The scope no longer owns the handle in this slot.</summary>
    internal void Forget(int slot)
    {
        if (slot == _handles.Count - 1)
            _handles.RemoveAt(slot);
        else
            _handles[slot] = 0;
    }

    private void RequireOwnThread()
    {
        if (!IsOwnThread)
            throw new InvalidOperationException("A TensorScope is used on its own thread only.");
    }

    public void Dispose()
    {
        if (IsLeft)
            return;
        if (_current != this || !IsOwnThread)
            throw new InvalidOperationException("A TensorScope must be left on its own thread, innermost first.");
        Volatile.Write(ref _isLeft, true);
        _current = _outer;
        int alive = 0;
        foreach (nint handle in CollectionsMarshal.AsSpan(_handles))
        {
            if (handle == 0)
                continue;
            alive++;
            TensorBirth.Forget(handle);
        }
        HandleRelease.Tensors(CollectionsMarshal.AsSpan(_handles));
        Tensor.CountFreed(alive);
        _handles.Clear();
        OrphanQueue.Drain();
    }
}
