using System.Collections.Concurrent;
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
        if (Handles.IsEmpty)
            return;
        int freed = 0;
        for (; Handles.TryDequeue(out nint handle); freed++)
        {
            TensorBirth.Forget(handle);
            NativeMethods.rv_release(handle);
        }
        Tensor.CountFreed(freed);
    }
}
