using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI;

/// <content>What levels ask of a world when they lay it out.</content>
public abstract partial class RoomGridLevel
{
    private readonly Stack<Position> _frontier = new();
    private bool[]? _reached;

    /// <summary>One of the items; a single item draws nothing.</summary>
    protected T RandomElement<T>(List<T> items) => items[RandomInt(0, items.Count)];

    /// <summary>Makes sure that the agent can get to every object without moving another out of the way.</summary>
    /// <exception cref="RejectedLevelException">It cannot.</exception>
    protected void RequireObjectsReachable()
    {
        if (FindUnreachable() is { } position)
            throw new RejectedLevelException($"unreachable object at {position}");
    }

    /// <summary>The first object, column by column, that the agent cannot get to without moving another out of the way; doors let it pass.</summary>
    protected Position? FindUnreachable()
    {
        MarkReachable(_reached ??= new bool[Width * Height]);
        for (int x = 0; x < Width; x++)
        {
            for (int y = 0; y < Height; y++)
            {
                if (!_reached[x * Height + y] && Grid.CellAt(new(x, y)).Type is not (ObjectType.Empty or ObjectType.Wall))
                    return new(x, y);
            }
        }
        return null;
    }

    /// <summary>Opens every door, even locked ones.</summary>
    protected void OpenAllDoors()
    {
        foreach (var room in Rooms)
        {
            foreach (var door in room.Doors)
                door?.IsOpen = true;
        }
    }

    /// <summary>Puts the agent into any room but one.</summary>
    /// <exception cref="ArgumentException">There is no other room.</exception>
    protected void PlaceAgentOutside(Room forbidden)
    {
        if (Rooms.Count == 1)
            throw new ArgumentException("A level of one room has no place outside it for the agent.");
        do
            PlaceAgentInRoom();
        while (RoomAt(AgentPosition) == forbidden);
    }

    private void MarkReachable(bool[] reached)
    {
        Array.Clear(reached);
        _frontier.Push(AgentPosition);
        while (_frontier.TryPop(out var position))
        {
            if (!Grid.Contains(position) || reached[position.X * Height + position.Y])
                continue;
            reached[position.X * Height + position.Y] = true;
            if (Grid.CellAt(position).Type is not (ObjectType.Empty or ObjectType.Door))
                continue;
            for (var direction = Direction.Right; direction <= Direction.Up; direction++)
                _frontier.Push(position + Position.Towards(direction));
        }
    }
}
