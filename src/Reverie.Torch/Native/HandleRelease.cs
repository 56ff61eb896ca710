using System.Collections.Concurrent;

namespace Reverie.Torch.Native;

/// <summary>
/// Frees native references that nobody can reach any more: at once where no other thread is inside a call, else as soon as the calls
/// that ran at that moment have ended. Who gives a handle up has first made it unreadable (with a fence).
/// </summary>
internal static unsafe class HandleRelease
{
    private static readonly ConcurrentQueue<Pending> Waiting = new();

    internal static void Tensor(nint handle)
    {
        if (CallingThread.IsAlone)
            NativeMethods.rv_release(handle);
        else
            Tensors(new(in handle));
    }

    /// <summary>Frees tensors; zeros are passed over.</summary>
    internal static void Tensors(ReadOnlySpan<nint> handles)
    {
        if (Busy() is { } busy)
            Waiting.Enqueue(new(handles.ToArray(), FreeTensors, busy));
        else
            FreeTensors(handles);
    }

    internal static void Generator(nint handle)
    {
        if (Busy() is { } busy)
            Waiting.Enqueue(new([handle], FreeGenerators, busy));
        else
            NativeMethods.rv_generator_release(handle);
    }

    /// <summary>Frees what has waited long enough.</summary>
    internal static void Drain()
    {
        for (int i = Waiting.Count; i > 0 && Waiting.TryDequeue(out var pending); i--)
        {
            if (!Array.TrueForAll(pending.Busy, call => call.Thread.Calls != call.Number))
            {
                // What came later waits for the same calls: looking at all of it each time would cost its square.
                Waiting.Enqueue(pending);
                return;
            }
            pending.Free(pending.Handles);
        }
    }

    private static (CallingThread Thread, long Number)[]? Busy()
    {
        if (CallingThread.IsAlone)
            return null;
        Interlocked.MemoryBarrier();
        var self = CallingThread.Current;
        List<(CallingThread, long)>? busy = null;
        foreach (var thread in CallingThread.All)
        {
            long calls = thread.Calls;
            if (thread != self && calls % 2 != 0)
                (busy ??= []).Add((thread, calls));
        }
        return busy?.ToArray();
    }

    private static void FreeTensors(ReadOnlySpan<nint> handles)
    {
        fixed (nint* first = handles)
            NativeMethods.rv_release_many(first, handles.Length);
    }

    private static void FreeGenerators(ReadOnlySpan<nint> handles)
    {
        foreach (nint handle in handles)
            NativeMethods.rv_generator_release(handle);
    }

    private delegate void Free(ReadOnlySpan<nint> handles);

    private sealed record Pending(nint[] Handles, Free Free, (CallingThread Thread, long Number)[] Busy);
}
