namespace Reverie.Environments.MiniGrid;

/// <summary>
/// Every cell that a symbolic image can show, numbered from 0: type, colour and state to a number and back, exactly. There are 56: the
/// unseen and the empty cell, walls, floors, keys, balls and boxes of six colours, doors of six colours in three states, the green goal,
/// lava, and the agent in four directions.
/// </summary>
public static class CellVocabulary
{
    /// <summary>The cells by their numbers.</summary>
    public static IReadOnlyList<Cell> All { get; } = [.. MakeAll()];

    /// <summary>What a cell shows in words, such as <c>locked red door</c>.</summary>
    /// <param name="number">From 0 to the number of cells.</param>
    public static string Words(int number)
    {
        var cell = All[number];
        string color = cell.Color.Name(), type = cell.Type.Name();
        return cell.Type switch
        {
            ObjectType.Unseen or ObjectType.Empty or ObjectType.Lava => type,
            ObjectType.Door => $"{Enum.GetName((DoorState)cell.State)!.ToLowerInvariant()} {color} {type}",
            ObjectType.Agent => $"{type} facing {Enum.GetName((Direction)cell.State)!.ToLowerInvariant()}",
            _ => $"{color} {type}",
        };
    }

    private static IEnumerable<Cell> MakeAll()
    {
        yield return new(ObjectType.Unseen, ObjectColor.Red);
        yield return Cell.Empty;
        foreach (var type in (ObjectType[])[ObjectType.Wall, ObjectType.Floor, ObjectType.Door, ObjectType.Key, ObjectType.Ball, ObjectType.Box])
        {
            foreach (var color in Enum.GetValues<ObjectColor>())
            {
                for (byte state = 0; state <= (type == ObjectType.Door ? (byte)DoorState.Locked : 0); state++)
                    yield return new(type, color, state);
            }
        }
        yield return WorldObject.Goal.Cell;
        yield return WorldObject.Lava.Cell;
        foreach (var direction in Enum.GetValues<Direction>())
            yield return new(ObjectType.Agent, ObjectColor.Red, (byte)direction);
    }
}
