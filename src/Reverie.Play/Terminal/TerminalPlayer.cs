using System.Globalization;
using System.Text;
using Reverie.Environments.Play;
using Reverie.Environments.Spaces;
using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Training.Media;

namespace Reverie.Play.Terminal;

/// <summary>The player for machines without a browser: half blocks and lines of text, the same keys.</summary>
/// <param name="loop">The game.</param>
/// <param name="setup">What it is played with.</param>
/// <param name="output">The screen; it understands ANSI escapes.</param>
public sealed class TerminalPlayer(GameLoop loop, GameSetup setup, TextWriter output)
{
    private const int BarWidth = 24;

    private readonly Lock _lock = new();

    /// <summary>Plays until Escape is pressed or there are no more keys.</summary>
    /// <param name="nextKey">Waits for a key; null: no more.</param>
    public void Run(Func<ConsoleKeyInfo?> nextKey)
    {
        output.Write("\e[2J");
        using var watching = loop.Watch(Draw);
        while (nextKey() is { } key && key.Key != ConsoleKey.Escape)
        {
            string name = NameOf(key);
            loop.Post(game => Press(game, name));
        }
    }

    /// <summary>A terminal tells of keys that go down only: each is let go of at once.</summary>
    private static bool Press(Game game, string name)
    {
        if (game.View is { Asks: true } && name is "y" or "n" && game.View.Asks)
        {
            game.Keep(name == "y");
            return true;
        }
        bool isNew = game.Key(name, isDown: true);
        game.Key(name, isDown: false);
        return isNew;
    }

    /// <summary>The name that browsers give a key.</summary>
    internal static string NameOf(ConsoleKeyInfo key)
    {
        string name = key.Key switch
        {
            ConsoleKey.LeftArrow => "ArrowLeft",
            ConsoleKey.RightArrow => "ArrowRight",
            ConsoleKey.UpArrow => "ArrowUp",
            ConsoleKey.DownArrow => "ArrowDown",
            ConsoleKey.Enter => "Enter",
            ConsoleKey.Backspace => "Backspace",
            ConsoleKey.Spacebar => "Space",
            ConsoleKey.Home => "Home",
            ConsoleKey.End => "End",
            ConsoleKey.PageUp => "PageUp",
            ConsoleKey.PageDown => "PageDown",
            ConsoleKey.Tab => "Tab",
            _ => key.KeyChar.ToString(),
        };
        return name.Length > 1 && key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? $"Shift+{name}" : name;
    }

    private void Draw(GameView view)
    {
        var text = new StringBuilder("\e[H");
        Line(text, $"{setup.Title}   {setup.Environment}{(setup.Algorithm is { } algorithm ? $"   {algorithm}" : "")}");
        Line(text, Status(view));
        var scene = view.Scene;
        text.Append(PictureText.Draw(Together(scene.Panels)));
        Line(text, string.Join(" | ", scene.Panels.Select(panel => panel.Name)));
        Line(text, string.Create(CultureInfo.InvariantCulture, $"step {scene.Step}   return {scene.Return:0.###}   reward {scene.Reward:0.###}")
            + (scene.Did is { } did ? $"   did {UsualActions.NameOf(did, setup.Actions)}" : "") + (scene.End is { } end ? $"   {end}" : ""));
        foreach (var (name, value) in scene.Texts)
            Line(text, $"{name}: {value}");
        if (scene.Difference is { } difference)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"different pixels {difference:P1}   ")
                + (scene.Parted is { } parted ? $"they part at step {parted}" : "the dream is right so far"));
        }
        Thoughts(text, scene);
        Line(text, view.Asks ? "Keep this trajectory? y or n" : view.Message ?? "");
        Line(text, Help(view));
        text.Append("\e[J");
        lock (_lock)
        {
            output.Write(text);
            output.Flush();
        }
    }

    private void Thoughts(StringBuilder text, Scene scene)
    {
        if (scene.Thought is not { } thought)
            return;
        Line(text, string.Create(
            CultureInfo.InvariantCulture, $"value {thought.Value:0.###}   entropy {thought.Entropy:0.###}   continue {scene.Continue:0.###}"));
        foreach (var (action, p) in (thought.Probabilities ?? []).Index())
        {
            string bar = new('█', (int)Math.Round(p * BarWidth));
            string name = UsualActions.NameOf(action, setup.Actions);
            Line(text, string.Create(CultureInfo.InvariantCulture, $"{(action == scene.Would ? ">" : " ")} {name,-16} {p,6:P0} {bar}"));
        }
    }

    private static string Status(GameView view)
    {
        string[] words =
        [
            view.Place switch
            {
                Place.Environment => "in the environment",
                Place.Dream => "in the world model",
                Place.Both => "side by side",
                _ => "stored episode",
            },
            view.IsYours ? "you act" : "the agent acts",
            view.IsPaused ? "held" : "",
            view.Recording is { } name ? $"recording {name}" : "",
            view.Place is Place.Dream or Place.Both ? string.Create(CultureInfo.InvariantCulture, $"horizon {view.Horizon}") : "",
            view.Scene.Episode is { } episode ? string.Create(CultureInfo.InvariantCulture, $"{episode.Source} {episode.Index + 1} of {episode.Count}") : "",
        ];
        return string.Join("   ", words.Where(word => word.Length > 0));
    }

    private string Help(GameView view)
    {
        var commands = view.Place == Place.Episode ? setup.Keys.EpisodeCommands.Concat(setup.Keys.Commands) : setup.Keys.Commands;
        string keys = string.Join("  ", commands.GroupBy(pair => pair.Value).Select(group => $"{group.First().Key} {group.Key.ToString().ToLowerInvariant()}"));
        var actions = view.IsYours ? setup.Keys.Actions.GroupBy(pair => pair.Value.Name).Select(group => $"{group.First().Key} {group.Key}  ") : [];
        return $"{string.Concat(actions)}{keys}  Escape quit";
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\e[K\r\n");

    /// <summary>Pictures side by side, as high as the first.</summary>
    private static NdArray<byte> Together(IReadOnlyList<Panel> panels)
    {
        var first = panels[0];
        var sheet = new FrameSheet(panels.Count, 1, first.Height, first.Width, gap: 2);
        foreach (var (column, panel) in panels.Index())
            sheet.Place(column, 0, panel.ScaledTo(first.Height, first.Width).Pixels);
        var together = new NdArray<byte>(sheet.Height, sheet.Width, 3);
        sheet.Pixels.CopyTo(together.Span);
        return together;
    }
}
