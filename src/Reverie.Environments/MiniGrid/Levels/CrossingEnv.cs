namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Rivers of lava, or walls, cross the room from side to side; each has one opening, and together they leave one way to the goal.</summary>
public sealed class CrossingEnv : MiniGridEnv
{
    private readonly int _numCrossings;
    private readonly WorldObject _obstacle;
    private readonly string _mission;

    /// <param name="size">Width and height: odd.</param>
    /// <param name="numCrossings">How many rivers.</param>
    /// <param name="obstacleType">Lava or wall.</param>
    /// <param name="maxSteps">The step limit; null: 4 * size * size.</param>
    /// <exception cref="ArgumentException">The size is even, or the obstacle something else.</exception>
    public CrossingEnv(int size = 9, int numCrossings = 1, ObjectType obstacleType = ObjectType.Lava, int? maxSteps = null)
        : base(new MissionSpace(MissionFor(obstacleType)), size, size, maxSteps ?? 4 * size * size)
    {
        if (size % 2 == 0)
            throw new ArgumentException($"The size of a crossing must be odd, not {size}.", nameof(size));
        (_numCrossings, _obstacle, _mission) = (numCrossings, Obstacles.Of(obstacleType), MissionFor(obstacleType));
    }

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        (AgentPosition, AgentDirection) = (new(1, 1), Direction.Right);
        Put(WorldObject.Goal, Width - 2, Height - 2);

        (int[] columns, int[] rows) = DrawRivers();
        foreach (int row in rows)
            Grid.HorizontalWall(1, row, Width - 2, _obstacle);
        foreach (int column in columns)
            Grid.VerticalWall(column, 1, Height - 2, _obstacle);
        OpenPath([0, .. columns, Height - 1], [0, .. rows, Width - 1]);
        Mission = _mission;
    }

    /// <summary>Which even columns and rows become rivers.</summary>
    private (int[] Columns, int[] Rows) DrawRivers()
    {
        var rivers = new List<(bool Vertical, int At)>();
        for (int x = 2; x < Height - 2; x += 2)
            rivers.Add((true, x));
        for (int y = 2; y < Width - 2; y += 2)
            rivers.Add((false, y));
        (bool Vertical, int At)[] chosen = [.. rivers];
        Random.Shuffle(chosen.AsSpan());
        chosen = chosen[..Math.Min(_numCrossings, chosen.Length)];
        return ([.. chosen.Where(river => river.Vertical).Select(river => river.At).Order()], [.. chosen.Where(river => !river.Vertical)
            .Select(river => river.At).Order()]);
    }

    /// <summary>Walks from room to room in random order of right and down, and opens each river on the way at a random place.</summary>
    private void OpenPath(int[] columns, int[] rows)
    {
        bool[] goRight = [.. Enumerable.Repeat(true, columns.Length - 2), .. Enumerable.Repeat(false, rows.Length - 2)];
        Random.Shuffle(goRight.AsSpan());
        int column = 0, row = 0;
        foreach (bool right in goRight)
        {
            if (right)
            {
                int y = RandomInt(rows[row] + 1, rows[row + 1]);
                Grid[columns[++column], y] = null;
            }
            else
            {
                int x = RandomInt(columns[column] + 1, columns[column + 1]);
                Grid[x, rows[++row]] = null;
            }
        }
    }

    private static string MissionFor(ObjectType obstacle) =>
        obstacle == ObjectType.Lava ? "avoid the lava and get to the green goal square" : "find the opening and get to the green goal square";
}
