namespace Reverie.Environments.MiniGrid.WaveFunctionCollapse;

/// <summary>Which cells of a map can be walked on, column by column.</summary>
internal static class OpenRegions
{
    /// <summary>All open cells.</summary>
    public static List<Position> All(bool[,] walls) => Where(walls, (x, y) => !walls[x, y]);

    /// <summary>The open cells of the largest region that one can walk about; of equal ones the first.</summary>
    public static List<Position> Largest(bool[,] walls)
    {
        int[,] region = new int[walls.GetLength(0), walls.GetLength(1)];
        (int best, int bestSize, int count) = (0, 0, 0);
        foreach (var cell in All(walls))
        {
            if (region[cell.X, cell.Y] != 0)
                continue;
            int size = Flood(walls, region, cell, ++count);
            if (size > bestSize)
                (best, bestSize) = (count, size);
        }
        return Where(walls, (x, y) => !walls[x, y] && region[x, y] == best);
    }

    private static int Flood(bool[,] walls, int[,] region, Position start, int mark)
    {
        var frontier = new Stack<Position>([start]);
        region[start.X, start.Y] = mark;
        int size = 0;
        while (frontier.TryPop(out var cell))
        {
            size++;
            for (int i = 0; i < 4; i++)
            {
                var next = cell + Position.Towards((Direction)i);
                if ((uint)next.X < (uint)walls.GetLength(0) && (uint)next.Y < (uint)walls.GetLength(1) && !walls[next.X, next.Y] && region[next.X, next.Y] == 0)
                {
                    region[next.X, next.Y] = mark;
                    frontier.Push(next);
                }
            }
        }
        return size;
    }

    private static List<Position> Where(bool[,] walls, Func<int, int, bool> condition)
    {
        var cells = new List<Position>();
        for (int x = 0; x < walls.GetLength(0); x++)
        {
            for (int y = 0; y < walls.GetLength(1); y++)
            {
                if (condition(x, y))
                    cells.Add(new(x, y));
            }
        }
        return cells;
    }
}
