using System.Globalization;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Play;

/// <summary>Lets a person play a level in a terminal.</summary>
/// <param name="environment">The level.</param>
/// <param name="output">The screen.</param>
/// <param name="color">Whether the screen understands ANSI escapes.</param>
public sealed class TerminalGame(MiniGridEnv environment, TextWriter output, bool color)
{
    private string _lastEvent = "";

    /// <summary>Plays until the player quits or there are no more keys.</summary>
    /// <param name="seed">The first level; later ones follow in the same stream.</param>
    /// <param name="nextKey">Waits for a key; null: no more.</param>
    public void Run(ulong? seed, Func<ConsoleKey?> nextKey)
    {
        environment.Reset(seed);
        Draw();
        while (nextKey() is { } key && key != ConsoleKey.Escape)
        {
            if (key == ConsoleKey.Backspace)
                Restart("Reset.");
            else if (KeyBindings.ActionOf(key) is { } action && environment.ActionSpace.Contains((int)action))
                Take(action);
            Draw();
        }
    }

    private void Take(GridAction action)
    {
        var result = environment.Step((int)action);
        _lastEvent = string.Create(CultureInfo.InvariantCulture,
            $"step {environment.StepCount} of {environment.MaxSteps}: {action.ToString().ToLowerInvariant()}, reward {result.Reward:0.00}");
        if (result.Done)
            Restart($"{_lastEvent} - {(result.Terminated ? "terminated" : "truncated")}; here is a new level.");
    }

    private void Restart(string why)
    {
        environment.Reset();
        _lastEvent = why;
    }

    private void Draw()
    {
        if (color)
            output.Write("\e[H\e[2J");
        output.WriteLine($"Mission: {environment.Mission}");
        output.Write(GridText.Draw(environment, color));
        output.WriteLine($"Carrying: {environment.Carrying?.ToString() ?? "nothing"}");
        output.WriteLine(_lastEvent);
        output.WriteLine(KeyBindings.Help);
        output.Flush();
    }
}
