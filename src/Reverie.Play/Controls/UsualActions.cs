using System.Globalization;
using Reverie.Environments.Arrays;

namespace Reverie.Play.Controls;

/// <summary>The keys that environments' actions have unless a user wants others.</summary>
internal static class UsualActions
{
    private const string Others = "1234567890qwertyuiopasdfghjkl";

    // By name: grid worlds, Crafter (the keys of the original's window), Atari.
    private static readonly Dictionary<string, string[]> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["left"] = ["ArrowLeft"],
        ["right"] = ["ArrowRight"],
        ["forward"] = ["ArrowUp"],
        ["up"] = ["ArrowUp"],
        ["down"] = ["ArrowDown"],
        ["toggle"] = ["Space"],
        ["pickup"] = ["p", "PageUp"],
        ["drop"] = ["d", "PageDown"],
        ["done"] = ["x"],
        ["move_left"] = ["ArrowLeft", "a"],
        ["move_right"] = ["ArrowRight", "d"],
        ["move_up"] = ["ArrowUp", "w"],
        ["move_down"] = ["ArrowDown", "s"],
        ["do"] = ["Space"],
        ["sleep"] = ["z"],
        ["place_stone"] = ["r"],
        ["place_table"] = ["t"],
        ["place_furnace"] = ["f"],
        ["place_plant"] = ["p"],
        ["make_wood_pickaxe"] = ["1"],
        ["make_stone_pickaxe"] = ["2"],
        ["make_iron_pickaxe"] = ["3"],
        ["make_wood_sword"] = ["4"],
        ["make_stone_sword"] = ["5"],
        ["make_iron_sword"] = ["6"],
        ["fire"] = ["Space"],
        ["noop"] = [],
    };

    private static readonly (string Less, string More)[] Pairs =
        [("ArrowLeft", "ArrowRight"), ("ArrowDown", "ArrowUp"), ("a", "d"), ("s", "w"), ("j", "l"), ("k", "i")];

    /// <summary>Keys and what they do; nothing where an action is several choices at once.</summary>
    internal static IEnumerable<(string Key, ActionKey Does)> Of(ActionSpec action, IReadOnlyList<string> names) => action.Kind switch
    {
        ActionKind.Discrete => OfChoice(action.Choices[0], names),
        ActionKind.Continuous => OfNumbers(action),
        _ => [],
    };

    /// <summary>What an action is called.</summary>
    internal static string NameOf(int action, IReadOnlyList<string> names) =>
        action < names.Count ? names[action].ToLowerInvariant().Replace('_', ' ') : $"action {action.ToString(CultureInfo.InvariantCulture)}";

    private static IEnumerable<(string, ActionKey)> OfChoice(int count, IReadOnlyList<string> names)
    {
        // Two actions without names are most often two sides.
        string[] sides = names.Count == 0 && count <= 3 ? count == 2 ? ["ArrowLeft", "ArrowRight"] : ["ArrowLeft", "ArrowDown", "ArrowRight"] : [];
        int free = 0;
        for (int i = 0; i < count; i++)
        {
            var does = new ActionKey(i, 0, NameOf(i, names));
            if (i < names.Count && ByName.TryGetValue(names[i], out string[]? keys))
            {
                foreach (string key in keys)
                    yield return (key, does);
                continue;
            }
            if (i < sides.Length)
                yield return (sides[i], does);
            if (free < Others.Length)
                yield return (Others[free++].ToString(), does);
        }
    }

    private static IEnumerable<(string, ActionKey)> OfNumbers(ActionSpec action)
    {
        for (int i = 0; i < Math.Min(action.Size, Pairs.Length); i++)
        {
            yield return (Pairs[i].Less, new(i, Bound(action.Low[i], -1), $"number {i + 1} down"));
            yield return (Pairs[i].More, new(i, Bound(action.High[i], 1), $"number {i + 1} up"));
        }
    }

    private static float Bound(float bound, float otherwise) => float.IsFinite(bound) ? bound : otherwise;
}
