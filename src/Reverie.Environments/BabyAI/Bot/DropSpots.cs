using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Finds cells where something can be put down, if possible without getting in the way of anything.</summary>
internal sealed class DropSpots(RoomGridLevel level, ExploredMap map, PathFinder paths)
{
    private enum Surroundings
    {
        Free,
        Wall,
        Object,
    }

    /// <summary>The eight cells around one, clockwise.</summary>
    private static readonly Position[] Ring = [new(-1, -1), new(0, -1), new(1, -1), new(1, 0), new(1, 1), new(0, 1), new(-1, 1), new(-1, 0)];

    /// <summary>The nearest good spot, or else the nearest empty one, or else null.</summary>
    /// <param name="except">A cell that will be taken.</param>
    public Position? Find(Position? except = null)
    {
        bool Empty(Position position, Cell cell) => IsEmpty(position, cell, except);
        bool Harmless(Position position, Cell cell) => IsEmpty(position, cell, except) && BlocksNothing(position, except);
        return (paths.Find(Harmless) ?? paths.Find(Empty) ?? paths.Find(Harmless, tryThroughBlockers: true)
            ?? paths.Find(Empty, tryThroughBlockers: true))?.Finish;
    }

    private bool IsEmpty(Position position, Cell cell, Position? except) =>
        position != level.AgentPosition && position != except && map.IsSeen(position) && cell.Type == ObjectType.Empty;

    /// <summary>
    /// Whether the free cells around a spot stay connected when it is taken, and every object around it can still be reached from one of them.
    /// </summary>
    private bool BlocksNothing(Position position, Position? except)
    {
        Span<Surroundings> ring = stackalloc Surroundings[Ring.Length];
        for (int i = 0; i < ring.Length; i++)
            ring[i] = Classify(position + Ring[i], except);
        int changes = 0;
        for (int i = 0; i < ring.Length; i++)
        {
            Surroundings before = ring[(i + 7) % 8], here = ring[i], after = ring[(i + 1) % 8];
            if (here == Surroundings.Object && before != Surroundings.Free && after != Surroundings.Free)
                return false;
            if ((here == Surroundings.Free) != (after == Surroundings.Free))
                changes++;
        }
        return changes <= 2;
    }

    /// <summary>Cells that were not seen yet may hold objects.</summary>
    private Surroundings Classify(Position position, Position? except)
    {
        if (!map.IsSeen(position))
            return Surroundings.Object;
        var cell = level.Grid.CellAt(position);
        if (cell.Type == ObjectType.Wall)
            return Surroundings.Wall;
        bool free = cell.Type == ObjectType.Empty
            || (cell.Type == ObjectType.Door && cell.State == (byte)DoorState.Open)
            || position == level.AgentPosition;
        return free && position != except ? Surroundings.Free : Surroundings.Object;
    }
}
