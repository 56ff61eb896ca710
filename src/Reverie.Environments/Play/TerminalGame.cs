using System.Globalization;
using Reverie.Environments.Arrays;
using Reverie.Environments.Crafter;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Play;

/// <summary>Lets a person play in a terminal.</summary>
public sealed class TerminalGame : IDisposable
{
    private readonly IArrayEnvironment _environment;
    private readonly Screen _screen;
    private readonly TextWriter _output;
    private readonly bool _color;
    private readonly Func<StepBatch, string>? _aside;
    private readonly StepBatch _seen;
    private readonly ActionBatch _action;
    private string _lastEvent = "";
    private int _steps;

    /// <param name="environment">What is played; it belongs to the game.</param>
    /// <param name="output">The screen.</param>
    /// <param name="color">Whether the screen understands ANSI escapes.</param>
    /// <param name="aside">What else is told of what is seen, some lines; null: nothing.</param>
    /// <exception cref="NotSupportedException">An action is more than one choice, for which there are no keys.</exception>
    public TerminalGame(IEnvironment environment, TextWriter output, bool color, Func<StepBatch, string>? aside = null)
    {
        (_environment, _output, _color, _aside) = (environment.AsArrays(), output, color, aside);
        var action = _environment.Layout.Action;
        if (action.Kind != ActionKind.Discrete)
            throw new NotSupportedException($"Keys can play where an action is one choice; here it is {action}.");
        _screen = environment.Unwrapped switch
        {
            MiniGridEnv grid => new GridScreen(grid),
            CrafterEnv crafter => new CrafterScreen(crafter),
            _ => new PictureScreen(environment, action.Choices[0]),
        };
        (_seen, _action) = (new(_environment.Layout, 1), new(action, 1));
    }

    /// <summary>Plays until the player quits or there are no more keys.</summary>
    /// <param name="seed">The first level; later ones follow in the same stream.</param>
    /// <param name="nextKey">Waits for a key; null: no more.</param>
    public void Run(ulong? seed, Func<ConsoleKey?> nextKey)
    {
        _environment.Reset(seed, _seen.Row(0));
        Draw();
        while (nextKey() is { } key && key != ConsoleKey.Escape)
        {
            if (key == ConsoleKey.Backspace)
                Restart("Reset.");
            else if (_screen.ActionOf(key) is { } action && action < _action.Spec.Choices[0])
                Take(action);
            Draw();
        }
    }

    public void Dispose() => _environment.Dispose();

    private void Take(int action)
    {
        _action.Integers[0] = action;
        var signal = _environment.Step(_action[0], _seen.Row(0));
        _steps++;
        _lastEvent = string.Create(CultureInfo.InvariantCulture,
            $"step {_steps}{(_screen.MaxSteps is { } limit ? $" of {limit}" : "")}: {_screen.NameOf(action)}, reward {signal.Reward:0.00}");
        if (signal.Done)
            Restart($"{_lastEvent} - {(signal.Terminated ? "terminated" : "truncated")}; here is a new level.");
    }

    private void Restart(string why)
    {
        _environment.Reset(null, _seen.Row(0));
        (_lastEvent, _steps) = (why, 0);
    }

    private void Draw()
    {
        if (_color)
            _output.Write("\e[H\e[2J");
        _screen.Draw(_output, _seen, _color);
        if (_aside is not null)
            _output.WriteLine(_aside(_seen));
        _output.WriteLine(_lastEvent);
        _output.WriteLine(_screen.Help);
        _output.Flush();
    }
}
