namespace Reverie.Torch.Native;

/// <summary>
/// Whether a thread is inside a native call, for those who free. Between reading a tensor's handle and the end of the call that takes
/// it, the thread is announced; a handle given up meanwhile is freed when the threads that were announced then have returned
/// (<see cref="HandleRelease"/>). One fence a call; nothing is counted for each argument.
/// </summary>
internal sealed class CallingThread
{
    private static readonly Lock Gate = new();
    private static CallingThread[] _all = [];

    [ThreadStatic] private static Registration? _registration;

    private long _calls; // odd inside a call
    private int _depth;

    /// <summary>All threads that have ever called and still live.</summary>
    internal static ReadOnlySpan<CallingThread> All => Volatile.Read(ref _all);

    /// <summary>This thread, if it has ever called.</summary>
    internal static CallingThread? Current => _registration?.Thread;

    /// <summary>Counts calls begun and ended: it changes when the thread leaves the call that it is in.</summary>
    internal long Calls => Volatile.Read(ref _calls);

    /// <summary>Announces this thread. Handles are read after this, and <see cref="Leave"/> follows in any case.</summary>
    internal static CallingThread Enter()
    {
        var thread = (_registration ??= new Registration()).Thread;
        if (thread._depth++ == 0)
            Interlocked.Increment(ref thread._calls); // a full fence: who frees sees this, or this thread sees that the handle is gone
        return thread;
    }

    internal void Leave()
    {
        if (--_depth == 0)
            Volatile.Write(ref _calls, _calls + 1);
    }

    /// <summary>Takes the thread off the list when it has ended, for then nobody holds its registration.</summary>
    private sealed class Registration
    {
        internal Registration()
        {
            lock (Gate)
                Volatile.Write(ref _all, [.. _all, Thread]);
        }

        ~Registration()
        {
            lock (Gate)
                Volatile.Write(ref _all, [.. _all.Where(thread => thread != Thread)]);
        }

        internal CallingThread Thread { get; } = new();
    }
}
