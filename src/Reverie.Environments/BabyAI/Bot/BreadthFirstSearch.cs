using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>
/// Breadth-first search over the cells that the bot has seen. Among equally near cells it prefers those that can be reached without
/// turning; the order in which a cell's neighbours are queued is part of the bot's behaviour.
/// </summary>
internal sealed class BreadthFirstSearch(RoomGridLevel level, ExploredMap map)
{
    private const int Unvisited = -2, Start = -1;

    private readonly int[] _previous = new int[level.Width * level.Height];
    private readonly List<Position> _visited = [];
    private readonly Queue<(Position Cell, Position Step, int Previous)> _queue = new();

    /// <summary>The cells that were reached, in that order.</summary>
    public IReadOnlyList<Position> Visited => _visited;

    /// <summary>Searches from the given starts, each a cell and a heading.</summary>
    /// <returns>The cell that was found, or null.</returns>
    public Position? Run(IEnumerable<(Position Cell, Position Heading)> starts, Goal goal, bool ignoreBlockers)
    {
        Array.Fill(_previous, Unvisited);
        _visited.Clear();
        _queue.Clear();
        foreach ((var cell, var heading) in starts)
            _queue.Enqueue((cell, heading, Start));
        while (_queue.TryDequeue(out var next))
        {
            int index = Index(next.Cell);
            if (_previous[index] != Unvisited)
                continue;
            _previous[index] = next.Previous;
            _visited.Add(next.Cell);
            var cell = level.Grid.CellAt(next.Cell);
            if (goal(next.Cell, cell))
                return next.Cell;
            if (map.IsSeen(next.Cell) && Leads(cell, ignoreBlockers))
                Expand(next.Cell, next.Step, index);
        }
        return null;
    }

    /// <summary>The way back from a reached cell to its start, both included.</summary>
    public IEnumerable<Position> Backtrack(Position cell)
    {
        for (int index = Index(cell); index != Start; index = _previous[index])
            yield return new(index / level.Height, index % level.Height);
    }

    private void Expand(Position cell, Position ahead, int index)
    {
        Position side = new(ahead.Y, ahead.X), back = new(-ahead.X, -ahead.Y);
        _queue.Enqueue((cell + ahead, ahead, index));
        _queue.Enqueue((cell + side, side, index));
        _queue.Enqueue((cell - side, new(-side.X, -side.Y), index));
        _queue.Enqueue((cell + back, back, index));
    }

    private static bool Leads(Cell cell, bool ignoreBlockers) => cell.Type switch
    {
        ObjectType.Empty => true,
        ObjectType.Wall => false,
        ObjectType.Door => cell.State == (byte)DoorState.Open,
        _ => ignoreBlockers,
    };

    private int Index(Position cell) => cell.X * level.Height + cell.Y;
}
