using System.Collections.Concurrent;

namespace Reverie.Play.Games;

/// <summary>Runs a game on a thread of its own, at its frame rate, and hands out what is to be seen to whoever watches. Without anybody it rests.</summary>
public sealed class GameLoop : IDisposable
{
    private readonly BlockingCollection<Func<Game, bool>> _requests = new(boundedCapacity: 256);
    private readonly ConcurrentDictionary<object, Action<GameView>> _watchers = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly Thread _thread;

    /// <param name="create">Makes the game, on its thread.</param>
    /// <param name="framesPerSecond">How often it is told of time.</param>
    /// <param name="time">The clock.</param>
    public GameLoop(Func<Game> create, double framesPerSecond, TimeProvider time)
    {
        (_time, _period) = (time, TimeSpan.FromSeconds(1 / framesPerSecond));
        _thread = new Thread(() => Run(create)) { IsBackground = true, Name = "game" };
        _thread.Start();
    }

    /// <summary>Done when the game has begun; fails where it could not.</summary>
    public Task Started => _started.Task;

    /// <summary>Whether anybody watches.</summary>
    public bool IsWatched => !_watchers.IsEmpty;

    /// <summary>Hands out views from now on, beginning with the present one, until the result is disposed.</summary>
    /// <param name="show">Called on the game's thread; it must not wait.</param>
    public IDisposable Watch(Action<GameView> show)
    {
        var watcher = new Watcher(this);
        Post(game =>
        {
            if (watcher.IsOver)
                return false;
            _watchers[watcher] = show;
            show(game.View);
            return false;
        });
        return watcher;
    }

    /// <summary>Asks something of the game.</summary>
    /// <param name="request">Called on the game's thread; says whether there is something new to be seen.</param>
    /// <returns>False where there are too many requests already, or the game is over.</returns>
    public bool Post(Func<Game, bool> request)
    {
        try
        {
            return _requests.TryAdd(request);
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _requests.Dispose();
        _stop.Dispose();
    }

    private void Run(Func<Game> create)
    {
        try
        {
            using var game = create();
            _started.SetResult();
            Play(game);
        }
        catch (Exception e) when (!_started.Task.IsCompleted)
        {
            _started.SetException(e);
        }
    }

    private void Play(Game game)
    {
        long last = _time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            bool isNew = false;
            var wait = IsWatched ? _period - _time.GetElapsedTime(last) : Timeout.InfiniteTimeSpan;
            if (Take(wait > TimeSpan.Zero || !IsWatched ? wait : TimeSpan.Zero) is { } request)
                isNew = request(game);
            if (IsWatched && _time.GetElapsedTime(last) >= _period)
            {
                // A frame that took too long delays the others; they do not hurry after it.
                last = _time.GetTimestamp();
                isNew |= game.Tick();
            }
            if (isNew)
                Show(game.View);
        }
    }

    private Func<Game, bool>? Take(TimeSpan wait)
    {
        try
        {
            return _requests.TryTake(out var request, (int)wait.TotalMilliseconds, _stop.Token) ? request : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Show(GameView view)
    {
        foreach (var (_, show) in _watchers)
            show(view);
    }

    private sealed class Watcher(GameLoop loop) : IDisposable
    {
        internal bool IsOver { get; private set; }

        public void Dispose()
        {
            IsOver = true;
            loop._watchers.TryRemove(this, out _);
        }
    }
}
