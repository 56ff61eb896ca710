using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Play;

/// <summary>The keys of the original's manual control; a terminal does not see the shift key alone, so D drops, too.</summary>
public static class KeyBindings
{
    /// <summary>What to tell the player.</summary>
    public const string Help =
        "Left, Right: turn   Up: forward   Space: toggle   PageUp or Tab: pick up   PageDown or D: drop   Enter: done   Backspace: reset   Escape: quit";

    /// <summary>The action of a key, or null if it has none.</summary>
    public static GridAction? ActionOf(ConsoleKey key) => key switch
    {
        ConsoleKey.LeftArrow => GridAction.Left,
        ConsoleKey.RightArrow => GridAction.Right,
        ConsoleKey.UpArrow => GridAction.Forward,
        ConsoleKey.Spacebar => GridAction.Toggle,
        ConsoleKey.PageUp or ConsoleKey.Tab => GridAction.Pickup,
        ConsoleKey.PageDown or ConsoleKey.D => GridAction.Drop,
        ConsoleKey.Enter => GridAction.Done,
        _ => null,
    };
}
