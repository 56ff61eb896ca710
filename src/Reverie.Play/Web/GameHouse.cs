using Reverie.Play.Games;

namespace Reverie.Play.Web;

/// <summary>The games that are running, by the id of what they are about. A few at most: who opens another one ends one that nobody watches.</summary>
/// <param name="open">Makes the setup of a game, on the game's thread.</param>
/// <param name="options">How games begin.</param>
/// <param name="time">The clock.</param>
public sealed class GameHouse(Func<string, GameSetup> open, GameOptions options, TimeProvider time) : IDisposable
{
    private const int Most = 3;

    private readonly Lock _lock = new();
    private readonly List<(string Id, GameLoop Loop, Task<GameSetup> Setup)> _games = [];

    /// <summary>How games begin.</summary>
    public GameOptions Options => options;

    /// <summary>The game of an id, begun if it is not running.</summary>
    /// <exception cref="Reverie.Training.ReverieException">It cannot begin.</exception>
    public async Task<(GameLoop Loop, GameSetup Setup)> EnterAsync(string id)
    {
        var (loop, setup) = Find(id);
        try
        {
            await loop.Started;
            return (loop, await setup);
        }
        catch
        {
            Leave(id, loop);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, loop, _) in _games)
                loop.Dispose();
            _games.Clear();
        }
    }

    private (GameLoop Loop, Task<GameSetup> Setup) Find(string id)
    {
        lock (_lock)
        {
            int known = _games.FindIndex(game => game.Id == id);
            if (known >= 0)
                return (_games[known].Loop, _games[known].Setup);
            if (_games.Count >= Most)
            {
                int idle = _games.FindIndex(game => !game.Loop.IsWatched);
                if (idle < 0)
                    throw new PlayException($"{Most} games are being watched already; close the page of one of them first.");
                _games[idle].Loop.Dispose();
                _games.RemoveAt(idle);
            }
            var made = new TaskCompletionSource<GameSetup>(TaskCreationOptions.RunContinuationsAsynchronously);
            var loop = new GameLoop(() => Make(id, made), options.FramesPerSecond, time);
            _games.Add((id, loop, made.Task));
            return (loop, made.Task);
        }
    }

    private Game Make(string id, TaskCompletionSource<GameSetup> made)
    {
        try
        {
            var setup = open(id);
            var game = new Game(setup, options);
            made.SetResult(setup);
            return game;
        }
        catch (Exception e)
        {
            made.SetException(e);
            throw;
        }
    }

    private void Leave(string id, GameLoop loop)
    {
        lock (_lock)
        {
            int at = _games.FindIndex(game => game.Id == id && game.Loop == loop);
            if (at < 0)
                return;
            _games.RemoveAt(at);
        }
        loop.Dispose();
    }
}
