using Reverie.Environments.Arrays;
using Reverie.Play.Controls;
using Reverie.Training;

namespace Reverie.Play.Games;

/// <summary>
/// A game without a screen: it is told of keys and of time, and says what there is to see. One thread uses it, the one that made it.
/// </summary>
public sealed class Game : IDisposable
{
    private const int MostHorizon = 10_000;
    private const int Hold = 12; // ticks for which the end of an episode stays

    private readonly GameSetup _setup;
    private readonly GameOptions _options;
    private readonly LiveSource _live;
    private readonly EpisodeShelf _shelf;
    private readonly Hands _hands;
    private readonly Recordings _recordings;
    private readonly Lookers _lookers = new();
    private Stage _stage;
    private Source? _stored;
    private int _horizon, _hold;
    private bool _isYours, _isPaused, _panes, _asks;
    private string? _message;

    /// <summary>Begins.</summary>
    public Game(GameSetup setup, GameOptions options)
    {
        (_setup, _options, _horizon, _panes) = (setup, options, Math.Clamp(options.Horizon, 1, MostHorizon), options.Panes);
        _live = new LiveSource(setup, (ulong)options.Seed);
        _shelf = new EpisodeShelf(setup.Episodes);
        _hands = new Hands(setup.World.Layout.Action, setup.Noop);
        _recordings = new Recordings(setup.Recordings, options.FramesPerSecond, options.AsksToKeep);
        _stage = new EnvironmentStage(_live);
        _isYours = (options.IsYours || setup.Agent is null) && CanAct;
        Try(() => Go(options.Place));
        Note();
    }

    /// <summary>What there is to see now.</summary>
    public GameView View => new()
    {
        Scene = _stage.Show(_panes),
        Place = _stage.Place,
        IsYours = _isYours && _stage.CanAct,
        IsPaused = _isPaused,
        IsWaiting = _isYours && _stage.CanAct && !_hands.IsRealTime && _stage.End is null,
        Recording = _recordings.Current,
        Asks = _asks,
        Horizon = _horizon,
        Panes = _panes,
        Places = Places,
        WhyNoDream = _setup.Agent is null || _live.Dreams is { WhyNoDream: null } ? null : NoDream().Message,
        Inside = _lookers.See(_stage),
        Message = _message,
    };

    private bool CanAct => _setup.Keys.Actions.Count > 0;

    private IReadOnlyList<Place> Places =>
    [
        Place.Environment,
        .. _live.Dreams is { WhyNoDream: null } ? (Place[])[Place.Dream, Place.Both] : [],
        .. _shelf.Sources.Count > 0 ? (Place[])[Place.Episode] : [],
    ];

    /// <summary>A key goes down or up.</summary>
    /// <returns>Whether the game answers at once.</returns>
    public bool Key(string key, bool isDown)
    {
        if (!isDown)
        {
            _hands.Release(key);
            return false;
        }
        var (action, command) = _setup.Keys.Find(key, _isYours && _stage.CanAct, _stage.Place);
        if (action is not null)
        {
            _hands.Press(key, action);
            // Where the game waits for a person, it waits no longer.
            return !_hands.IsRealTime && !_isPaused && Tick();
        }
        if (command is not { } known)
            return false;
        Do(known);
        return true;
    }

    /// <summary>Carries out a command.</summary>
    public void Do(GameCommand command) => Try(() =>
    {
        _message = null;
        switch (command)
        {
            case GameCommand.Reset: Restart(); break;
            case GameCommand.Pause: _isPaused = !_isPaused; break;
            case GameCommand.Step: Advance(); break;
            case GameCommand.Record: _message = _recordings.Toggle(_stage.Show(_panes)); break;
            case GameCommand.Control: TakeControl(); break;
            case GameCommand.PlaceBefore: Go(Neighbour(-1)); break;
            case GameCommand.PlaceNext: Go(Neighbour(1)); break;
            case GameCommand.HorizonUp: _horizon = Math.Min(MostHorizon, _horizon + HorizonStep(_horizon)); break;
            case GameCommand.HorizonDown: _horizon = Math.Max(1, _horizon - HorizonStep(_horizon - 1)); break;
            case GameCommand.Panes: _panes = !_panes; break;
            case GameCommand.DreamFromHere: DreamFromHere(); break;
            default: Browse(command); break;
        }
    });

    /// <summary>Goes to a place.</summary>
    public void Visit(Place place) => Try(() => Go(place));

    /// <summary>Shows a stored episode.</summary>
    /// <param name="source">Who played it.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="step">Where.</param>
    public void Open(string source, int index, int step) => Try(() =>
    {
        Go(Place.Episode);
        var episodes = (EpisodeStage)_stage;
        episodes.Open(source, index);
        episodes.Move(step);
        _isPaused = true;
    });

    /// <summary>Somebody looks into the agent from now on, or no longer; while nobody does, nothing is computed for it.</summary>
    /// <param name="who">Tells those who look apart.</param>
    /// <param name="looks">Whether they look.</param>
    /// <returns>Whether that is something new.</returns>
    public bool LookInside(object who, bool looks) => _lookers.Set(who, looks);

    /// <summary>Tells whoever watches something.</summary>
    public void Say(string sentence) => _message = sentence;

    /// <summary>Keeps the trajectory that has ended, or drops it.</summary>
    public void Keep(bool keep) => Try(() =>
    {
        _message = _recordings.Decide(keep);
        _asks = false;
        Restart();
    });

    /// <summary>The open-loop strip from the present step of the stored episode.</summary>
    /// <exception cref="PlayException">No stored episode is shown, or there is nothing to dream with.</exception>
    public Strip Strip()
    {
        if (_stage is not EpisodeStage episodes)
            throw new PlayException("A strip begins at a step of a stored episode; look at one first.");
        using var source = FromHere(episodes);
        using var both = new BothStage(source, () => Games.Strip.Length);
        var strip = Games.Strip.Of(both.Begin(), source);
        _live.Rewind();
        return strip;
    }

    /// <summary>Time for the next frame.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Tick()
    {
        if (_isPaused || _asks)
            return _lookers.Await;
        if (_stage.End is not null)
        {
            if (--_hold > 0)
                return false;
            if (_stage.Place == Place.Episode)
                return _isPaused = true;
            return Try(Restart);
        }
        return Try(Advance);
    }

    public void Dispose()
    {
        _recordings.Dispose();
        _stage.Dispose();
        _live.Dispose();
    }

    private void Advance()
    {
        if (_stage.End is not null)
        {
            Restart();
            return;
        }
        ActionBatch? action = null;
        if (_isYours && _stage.CanAct && (action = _hands.Next()) is null)
            return;
        _stage.Step(action);
        Note();
        if (_stage.End is null)
            return;
        _hold = Hold;
        _asks = _recordings.HasTrajectory && _stage.Place != Place.Episode;
    }

    private void Restart()
    {
        _stage.Restart();
        _hands.Rest();
        _recordings.DropTrajectory();
        _asks = false;
        Note();
    }

    private void Note()
    {
        if (_recordings.IsActive && _stage.Place != Place.Episode)
            _recordings.Add(_stage.Show(_panes), _stage.Did);
    }

    private void TakeControl()
    {
        if (!CanAct)
            throw new PlayException($"Keys cannot act here: an action is {_setup.World.Layout.Action}.");
        if (_setup.Agent is null)
            throw new PlayException("There is no agent to give control to.");
        _isYours = !_isYours;
        _hands.Rest();
    }

    private void Go(Place place)
    {
        if (place == _stage.Place)
            return;
        if (place is Place.Dream or Place.Both && _live.Dreams is not { WhyNoDream: null })
            throw NoDream();
        if (place == Place.Episode && _shelf.Sources.Count == 0)
            throw new PlayException("The run keeps no episodes to look at: media/episodes is empty.");
        Enter(place switch
        {
            Place.Environment => new EnvironmentStage(_live),
            Place.Dream => new DreamStage(_live, () => _horizon),
            Place.Both => new BothStage(_live, () => _horizon),
            _ => new EpisodeStage(_shelf),
        });
    }

    /// <summary>The stage before is left, and the agent remembers what it knew of the environment.</summary>
    private void Enter(Stage stage)
    {
        bool ended = _stage.Place == Place.Environment && _stage.End is not null;
        _stage.Dispose();
        _stored?.Dispose();
        _stored = null;
        _live.Rewind();
        (_stage, _asks) = (stage, false);
        _hands.Rest();
        _recordings.DropTrajectory();
        if (ended)
            _live.Restart();
        if (stage is DreamStage dream)
            dream.Begin();
        else if (stage is BothStage both)
            both.Begin();
        _isPaused = stage.Place == Place.Episode;
        Note();
    }

    private void DreamFromHere()
    {
        if (_stage is not EpisodeStage episodes)
            throw new PlayException("Dreams from here begin at a step of a stored episode; look at one first.");
        var source = FromHere(episodes);
        Enter(new BothStage(source, () => _horizon));
        _stored = source;
    }

    private StoredSource FromHere(EpisodeStage episodes)
    {
        if (_live.Dreams is not { WhyNoDream: null })
            throw NoDream();
        if (!episodes.Episode.Fits(_live.Seen.Layout))
        {
            throw new PlayException(
                "This episode shows something else than the environment does, so the agent cannot dream from it; choose one of test or train.");
        }
        if (episodes.Steps >= episodes.Episode.Length)
            throw new PlayException("The episode ends here; go some steps back and dream from there.");
        return new StoredSource(episodes.Episode, episodes.Steps, _live.Agent, _setup.Acting);
    }

    private PlayException NoDream() =>
        new(_live.Dreams?.WhyNoDream ?? $"{_setup.Algorithm ?? "A person"} has no world model to dream with; IRIS and Dreamer have one.");

    private void Browse(GameCommand command)
    {
        if (_stage is not EpisodeStage episodes)
            return;
        switch (command)
        {
            case GameCommand.Back: episodes.Move(-1); break;
            case GameCommand.On: episodes.Move(1); break;
            case GameCommand.BackTen: episodes.Move(-10); break;
            case GameCommand.OnTen: episodes.Move(10); break;
            case GameCommand.Start: episodes.Restart(); break;
            case GameCommand.EpisodeBefore: episodes.Turn(-1); break;
            case GameCommand.EpisodeNext: episodes.Turn(1); break;
            default: episodes.NextSource(); break;
        }
        if (command is GameCommand.Back or GameCommand.On or GameCommand.BackTen or GameCommand.OnTen)
            _isPaused = true;
    }

    private Place Neighbour(int by)
    {
        var places = Places.ToList();
        return places[(places.IndexOf(_stage.Place) + by + places.Count) % places.Count];
    }

    private static int HorizonStep(int horizon) => horizon switch { < 10 => 1, < 100 => 5, _ => 50 };

    /// <summary>What goes wrong becomes a sentence, and the game is held.</summary>
    private bool Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsForeseen(e))
        {
            (_message, _isPaused) = (e.Message, e is not PlayException);
        }
        return true;
    }

    /// <summary>What may go wrong without anybody's fault in this program.</summary>
    internal static bool IsForeseen(Exception e) => e is ReverieException or IOException or InvalidDataException or InvalidOperationException
        or UnauthorizedAccessException or KeyNotFoundException;
}
