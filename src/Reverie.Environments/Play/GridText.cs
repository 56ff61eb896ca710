using System.Globalization;
using System.Text;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Play;

/// <summary>
/// Draws a world with letters, two a cell: the thing (W wall, F floor, K key, A ball, B box, G goal, V lava, D door, L locked door, __ open
/// door) and its colour, and the agent as an arrow.
/// </summary>
public static class GridText
{
    private const string Arrows = ">V<^";

    /// <param name="environment">The world, after a reset.</param>
    /// <param name="color">Whether to colour the letters, and brighten what the agent sees, by ANSI escapes.</param>
    public static string Draw(MiniGridEnv environment, bool color)
    {
        var text = new StringBuilder();
        for (int y = 0; y < environment.Height; y++)
        {
            for (int x = 0; x < environment.Width; x++)
            {
                Position here = new(x, y);
                var cell = environment.Grid.CellAt(here);
                bool agent = here == environment.AgentPosition;
                string letters = agent ? new string(Arrows[(int)environment.AgentDirection], 2) : Letters(cell);
                text.Append(color ? Paint(letters, agent ? new Rgb(255, 0, 0) : Ink(cell), Paper(cell, environment.IsInView(here))) : letters);
            }
            text.AppendLine();
        }
        return text.ToString();
    }

    private static string Letters(Cell cell)
    {
        char initial = char.ToUpperInvariant(cell.Color.Name()[0]);
        return cell.Type switch
        {
            ObjectType.Empty => "  ",
            ObjectType.Door when cell.State == (byte)DoorState.Open => "__",
            ObjectType.Door when cell.State == (byte)DoorState.Locked => $"L{initial}",
            ObjectType.Ball => $"A{initial}",
            ObjectType.Lava => $"V{initial}",
            _ => $"{cell.Type.ToString()[0]}{initial}",
        };
    }

    private static Rgb Ink(Cell cell) => cell.Type is ObjectType.Wall or ObjectType.Goal or ObjectType.Lava ? Rgb.Black : Rgb.Of(cell.Color);

    private static Rgb Paper(Cell cell, bool seen) => cell.Type switch
    {
        ObjectType.Wall => seen ? new(150, 150, 150) : new(90, 90, 90),
        ObjectType.Goal => new(0, 200, 0),
        ObjectType.Lava => new(255, 128, 0),
        _ => seen ? new(60, 60, 60) : new(20, 20, 20),
    };

    private static string Paint(string letters, Rgb ink, Rgb paper) => string.Create(
        CultureInfo.InvariantCulture, $"\e[38;2;{ink.R};{ink.G};{ink.B};48;2;{paper.R};{paper.G};{paper.B}m{letters}\e[0m");
}
