using Reverie.Environments.Arrays;
using Reverie.Play.Games;

namespace Reverie.Play.Controls;

/// <summary>
/// What keys do, by the names that browsers give them: <c>ArrowLeft</c>, <c>Enter</c>, <c>a</c>, with <c>Space</c> for the space bar and
/// <c>Shift+</c> before them. Where a person acts, the environment's keys come first.
/// </summary>
public sealed class KeyMap
{
    private static readonly (GameCommand Command, string[] Keys)[] Usual =
    [
        (GameCommand.Reset, ["Enter", "Backspace"]), (GameCommand.Pause, ["."]), (GameCommand.Step, ["n"]), (GameCommand.Record, [","]),
        (GameCommand.Control, ["m"]), (GameCommand.Panes, ["v"]),
        (GameCommand.PlaceBefore, ["Shift+ArrowLeft", "ArrowLeft"]), (GameCommand.PlaceNext, ["Shift+ArrowRight", "ArrowRight"]),
        (GameCommand.HorizonUp, ["Shift+ArrowUp", "ArrowUp"]), (GameCommand.HorizonDown, ["Shift+ArrowDown", "ArrowDown"]),
    ];

    private static readonly (GameCommand Command, string[] Keys)[] InEpisodes =
    [
        (GameCommand.Back, ["ArrowLeft"]), (GameCommand.On, ["ArrowRight"]), (GameCommand.BackTen, ["ArrowDown"]), (GameCommand.OnTen, ["ArrowUp"]),
        (GameCommand.Start, ["Home"]), (GameCommand.EpisodeBefore, ["PageUp"]), (GameCommand.EpisodeNext, ["PageDown"]), (GameCommand.SourceNext, ["s"]),
        (GameCommand.DreamFromHere, ["d"]),
    ];

    private readonly Dictionary<string, ActionKey> _actions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GameCommand> _commands = new(StringComparer.Ordinal), _episodes = new(StringComparer.Ordinal);

    /// <param name="action">What an action is.</param>
    /// <param name="names">Names of the actions, where they are choices.</param>
    /// <param name="changes">A user's own keys; null for none.</param>
    /// <exception cref="PlayException">The user's keys name what is not there.</exception>
    public KeyMap(ActionSpec action, IReadOnlyList<string> names, KeyChanges? changes = null)
    {
        foreach (var (key, does) in UsualActions.Of(action, names))
            _actions.TryAdd(key, does);
        Fill(_commands, Usual);
        Fill(_episodes, InEpisodes);
        changes?.Apply(action, names, _actions, _commands, _episodes);
    }

    /// <summary>Keys of actions.</summary>
    public IReadOnlyDictionary<string, ActionKey> Actions => _actions;

    /// <summary>Keys of commands.</summary>
    public IReadOnlyDictionary<string, GameCommand> Commands => _commands;

    /// <summary>Keys of commands where a stored episode is shown.</summary>
    public IReadOnlyDictionary<string, GameCommand> EpisodeCommands => _episodes;

    /// <summary>What a key does.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="isYours">Whether a person acts.</param>
    /// <param name="place">Where.</param>
    /// <returns>An action, a command, or neither.</returns>
    public (ActionKey? Action, GameCommand? Command) Find(string key, bool isYours, Place place)
    {
        if (isYours && place != Place.Episode && _actions.TryGetValue(key, out var action))
            return (action, null);
        if (place == Place.Episode && _episodes.TryGetValue(key, out var inEpisode))
            return (null, inEpisode);
        return (null, _commands.TryGetValue(key, out var command) ? command : null);
    }

    private static void Fill(Dictionary<string, GameCommand> commands, (GameCommand Command, string[] Keys)[] usual)
    {
        foreach (var (command, keys) in usual)
        {
            foreach (string key in keys)
                commands[key] = command;
        }
    }
}
