using System.Globalization;
using Reverie.Environments.Arrays;
using Reverie.Training.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reverie.Play.Controls;

/// <summary>
/// A user's own keys, from YAML: <c>actions:</c> by name or number and <c>commands:</c> by name, each with a key or a list of keys. What is
/// named loses its usual keys; the rest keeps them.
/// </summary>
public sealed class KeyChanges
{
    private readonly string _file;
    private readonly List<(string Name, string[] Keys)> _actions = [], _commands = [];

    private KeyChanges(string file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="PlayException">It cannot be read, or says what makes no sense.</exception>
    public static KeyChanges Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlayException($"The keys of '{file}' cannot be read ({e.Message.TrimEnd('.')}); name a YAML file after --keymap.", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <exception cref="PlayException">It says what makes no sense.</exception>
    public static KeyChanges Parse(string text, string file)
    {
        var changes = new KeyChanges(file);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new PlayException($"{file}:{e.Start.Line}: this is not valid YAML; write for example `actions: {{left: a}}`.", e);
        }
        if (stream.Documents.Count == 0)
            return changes;
        foreach (var (name, node) in changes.Map(stream.Documents[0].RootNode, "the file"))
        {
            var target = name switch
            {
                "actions" => changes._actions,
                "commands" => changes._commands,
                _ => throw new PlayException($"{file}: there is no '{name}' in a file of keys; it has actions: and commands:."),
            };
            foreach (var (what, keys) in changes.Map(node, name))
                target.Add((what, changes.Keys(keys, what)));
        }
        return changes;
    }

    internal void Apply(
        ActionSpec action, IReadOnlyList<string> names, Dictionary<string, ActionKey> actions, params Dictionary<string, GameCommand>[] commands)
    {
        foreach (var (name, keys) in _actions)
        {
            int index = IndexOf(name, action, names);
            foreach (string key in actions.Where(pair => pair.Value.Index == index).Select(pair => pair.Key).ToList())
                actions.Remove(key);
            foreach (string key in keys)
                actions[key] = new(index, 0, UsualActions.NameOf(index, names));
        }
        foreach (var (name, keys) in _commands)
        {
            string[] known = Enum.GetNames<GameCommand>();
            if (!Enum.TryParse<GameCommand>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var command) || char.IsDigit(name[0]))
                throw new PlayException($"{_file}: there is no command '{name}'; {Hint(name, known)}there are {string.Join(", ", known)}.");
            // A command goes where it was.
            var place = commands.FirstOrDefault(place => place.ContainsValue(command)) ?? commands[0];
            foreach (string key in place.Where(pair => pair.Value == command).Select(pair => pair.Key).ToList())
                place.Remove(key);
            foreach (string key in keys)
                place[key] = command;
        }
    }

    private int IndexOf(string name, ActionSpec action, IReadOnlyList<string> names)
    {
        if (action.Kind != ActionKind.Discrete)
            throw new PlayException($"{_file}: actions: is for environments whose action is one choice; here it is {action}.");
        int count = action.Choices[0];
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < count)
            return number;
        int index = names.Take(count).ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new PlayException(
            $"{_file}: there is no action '{name}'; {Hint(name, names)}there are " +
            $"{(names.Count > 0 ? string.Join(", ", names.Take(count)) : $"0 to {count - 1}")}.");
    }

    private static string Hint(string name, IEnumerable<string> known) => NearestKey.Find(name, known) is { } nearest ? $"did you mean '{nearest}'? " : "";

    private IEnumerable<(string Name, YamlNode Value)> Map(YamlNode node, string what) => node is YamlMappingNode map
        ? map.Children.Select(pair => (pair.Key.ToString(), pair.Value))
        : throw new PlayException($"{_file}: {what} must be a mapping, such as `actions: {{left: a}}`.");

    private string[] Keys(YamlNode node, string what) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } key } => [key],
        YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode { Value.Length: > 0 }) =>
            [.. list.Children.Select(child => child.ToString())],
        _ => throw new PlayException($"{_file}: '{what}' needs a key such as ArrowLeft, or a list of keys."),
    };
}
