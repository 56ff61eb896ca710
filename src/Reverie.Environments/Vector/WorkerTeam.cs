using System.Runtime.ExceptionServices;

namespace Reverie.Environments.Vector;

/// <summary>A few threads that do the same job side by side, again and again, without allocating. The caller is worker 0.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Action<int> _job;
    private readonly Barrier _start, _finish;
    private readonly Thread[] _threads;
    private volatile ExceptionDispatchInfo? _failure;
    private volatile bool _stopping;

    public WorkerTeam(int workers, Action<int> job)
    {
        _job = job;
        (_start, _finish) = (new Barrier(workers), new Barrier(workers));
        _threads = [.. Enumerable.Range(1, workers - 1).Select(StartWorker)];
    }

    /// <summary>Runs the job once on every worker; if one fails, throws what it threw.</summary>
    public void Run()
    {
        _failure = null;
        _start.SignalAndWait();
        Work(0);
        _finish.SignalAndWait();
        _failure?.Throw();
    }

    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _start.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _start.Dispose();
        _finish.Dispose();
    }

    private Thread StartWorker(int worker)
    {
        var thread = new Thread(() =>
        {
            while (true)
            {
                _start.SignalAndWait();
                if (_stopping)
                    return;
                Work(worker);
                _finish.SignalAndWait();
            }
        })
        { IsBackground = true, Name = $"environments {worker}" };
        thread.Start();
        return thread;
    }

    private void Work(int worker)
    {
        try
        {
            _job(worker);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
