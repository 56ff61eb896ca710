using System.Runtime.CompilerServices;

namespace Reverie.Torch.Native;

/// <summary>
/// Whether a thread is inside a native call, for those who free. Between reading a tensor's handle and the end of the call that takes
/// it, the thread is announced; a handle given up meanwhile is freed when the threads that were announced then have returned
/// (<see cref="HandleRelease"/>). Nothing is counted for each argument, and there is no fence before a second thread calls.
/// </summary>
internal sealed class CallingThread
{
    private static readonly Lock Gate = new();
    private static CallingThread[] _all = [];
    private static volatile bool _isShared;

    [ThreadStatic] private static CallingThread? _current;
    [ThreadStatic] private static Registration? _registration;

    private long _calls; // odd inside a call
    private int _depth;

    /// <summary>All threads that have ever called or freed and still live.</summary>
    internal static ReadOnlySpan<CallingThread> All => Volatile.Read(ref _all);

    /// <summary>True while the calling thread is the only one that has ever called or freed.</summary>
    internal static bool IsAlone
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            _ = Current; // who asks is one of them
            return !_isShared;
        }
    }

    internal static CallingThread Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current ?? Register();
    }

    /// <summary>Counts calls begun and ended: it changes when the thread leaves the call that it is in.</summary>
    internal long Calls => Volatile.Read(ref _calls);

    /// <summary>Announces this thread. Handles are read after this, and <see cref="Leave"/> follows in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static CallingThread Enter()
    {
        var thread = Current;
        if (thread._depth++ == 0)
        {
            Volatile.Write(ref thread._calls, thread._calls + 1);
            // Asked after the announcement: who frees sees that, or this thread sees that the handle is gone.
            if (_isShared)
                Interlocked.MemoryBarrier();
        }
        return thread;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave()
    {
        if (--_depth == 0)
            Volatile.Write(ref _calls, _calls + 1);
    }

    private static CallingThread Register()
    {
        var thread = new CallingThread();
        bool isShared;
        lock (Gate)
        {
            Volatile.Write(ref _all, [.. _all, thread]);
            isShared = _isShared |= _all.Length > 1;
        }
        // The others have gone without fences until now. This one runs in each of them: what they wrote before is seen here, and what
        // they ask for behind it finds that they are not alone.
        if (isShared)
            Interlocked.MemoryBarrierProcessWide();
        _registration = new Registration(thread);
        return _current = thread;
    }

    /// <summary>Takes the thread off the list when it has ended, for then nobody holds its registration.</summary>
    private sealed class Registration(CallingThread thread)
    {
        ~Registration()
        {
            lock (Gate)
                Volatile.Write(ref _all, [.. _all.Where(other => other != thread)]);
        }
    }
}
