using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// Handles of tensors that belonged to no scope and were garbage-collected. A finalizer never frees (it runs on its own thread,
/// at any time); it leaves the handle here, and a thread that works with tensors frees it at its next scope.
/// </summary>
internal static class OrphanQueue
{
    private static readonly ConcurrentQueue<nint> Handles = new();

    internal static void Add(nint handle) => Handles.Enqueue(handle);

    internal static void Drain()
    {
        HandleRelease.Drain();
        if (Handles.IsEmpty)
            return;
        var freed = new List<nint>();
        while (Handles.TryDequeue(out nint handle))
        {
            TensorBirth.Forget(handle);
            freed.Add(handle);
        }
        HandleRelease.Tensors(CollectionsMarshal.AsSpan(freed));
        Tensor.CountFreed(freed.Count);
    }
}
