using System.Text;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Language;

/// <summary>
/// Puts the agent's view into words, as for a language model that advises it: "I see a yellow key LEFT and FORWARD, see a closed blue
/// door directly in front." Distances are left out on purpose, so that like situations read alike.
/// </summary>
public static class Caption
{
    /// <summary>The caption of a symbolic view.</summary>
    /// <param name="view">[size, size, 3]: type, colour and state, as the environment gives it.</param>
    /// <param name="positions">Whether it is told where things are.</param>
    /// <param name="you">Whether the agent is spoken to: "You see ...".</param>
    /// <exception cref="ArgumentException">The image is something else, for example RGB.</exception>
    public static string Describe(NdArray<byte> view, bool positions = true, bool you = false)
    {
        string who = you ? "You" : "I";
        int size = CheckedSize(view);
        var text = new StringBuilder();
        for (int x = 0; x < size; x++)
        {
            for (int y = 0; y < size; y++)
            {
                var cell = CellAt(view, x, y);
                if (cell.Type <= ObjectType.Floor)
                    continue;
                text.Append(text.Length == 0 ? $"{who} " : ", ");
                bool carried = x == size / 2 && y == size - 1;
                text.Append(carried ? "have a " : "see a ").Append(Noun(cell));
                if (carried)
                    text.Append(you ? " in your inventory" : " in my inventory");
                else if (positions)
                    text.Append(Place(x - size / 2, size - 1 - y));
            }
        }
        return text.Length == 0 ? $"{who} see nothing interesting." : text.Append('.').ToString();
    }

    /// <summary>The caption with the goal before it: "My goal is: ... . I see ...".</summary>
    public static string Describe(NdArray<byte> view, string mission) => $"My goal is: {mission}. {Describe(view)}";

    /// <summary>What an action would do in this view, in the same kind of words: "pick up yellow key."</summary>
    /// <inheritdoc cref="Describe(NdArray{byte}, bool, bool)"/>
    public static string Describe(NdArray<byte> view, GridAction action)
    {
        int size = CheckedSize(view);
        Cell front = CellAt(view, size / 2, size - 2), held = CellAt(view, size / 2, size - 1);
        bool somethingInFront = front.Type > ObjectType.Floor, somethingHeld = held.Type > ObjectType.Floor;
        bool open = front.Type == ObjectType.Empty || (front.Type == ObjectType.Door && front.State == (byte)DoorState.Open);
        string words = action switch
        {
            GridAction.Left => "turn left",
            GridAction.Right => "turn right",
            GridAction.Forward when open => "move forward",
            GridAction.Pickup when somethingInFront && !somethingHeld => $"pick up {Noun(front)}",
            GridAction.Drop when somethingHeld && front.Type == ObjectType.Empty => $"drop {Held(held)}",
            GridAction.Toggle when front.Type == ObjectType.Box => $"destroy {front.Color.Name()} box",
            GridAction.Toggle => (somethingInFront ? $"use {Noun(front)}" : "do nothing") + (somethingHeld ? $" with {Held(held)}" : ""),
            GridAction.Done => "mark the game as completed",
            _ => "do nothing",
        };
        return words + ".";
    }

    /// <summary>Type and colour, and of a door its state before them.</summary>
    private static string Noun(Cell cell) => cell.Type == ObjectType.Door
        ? $"{((DoorState)cell.State).ToString().ToLowerInvariant()} {cell.Color.Name()} {cell.Type.Name()}"
        : $"{cell.Color.Name()} {cell.Type.Name()}";

    /// <summary>The same of what is in hand. A door, which nobody can carry, has its state's number read as a colour, as in the project that this comes from.</summary>
    private static string Held(Cell cell) => cell.Type == ObjectType.Door
        ? $"{((ObjectColor)cell.State).Name()} {cell.Color.Name()} {cell.Type.Name()}"
        : Noun(cell);

    private static string Place(int right, int forward)
    {
        if (right == 0)
            return forward == 1 ? " directly in front" : " FORWARD";
        string side = right < 0 ? "LEFT" : "RIGHT";
        return forward == 0 ? $" {side}" : $" {side} and FORWARD";
    }

    private static Cell CellAt(NdArray<byte> view, int x, int y)
    {
        int i = (x * view.Shape[1] + y) * 3;
        return new((ObjectType)view.Data[i], (ObjectColor)view.Data[i + 1], view.Data[i + 2]);
    }

    private static int CheckedSize(NdArray<byte> view) => view.Shape is [int width, int height, 3] && width == height && width % 2 == 1
        ? width
        : throw new ArgumentException($"A caption needs the symbolic view of the agent, [size, size, 3] with an odd size, not {view}.", nameof(view));
}
