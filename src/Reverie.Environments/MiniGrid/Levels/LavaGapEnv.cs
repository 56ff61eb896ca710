namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>A wall of lava, or of stone, with one gap.</summary>
public sealed class LavaGapEnv(int size = 5, ObjectType obstacleType = ObjectType.Lava, int? maxSteps = null)
    : MiniGridEnv(new MissionSpace(MissionFor(obstacleType)), size, size, maxSteps ?? 4 * size * size)
{
    private readonly WorldObject _obstacle = Obstacles.Of(obstacleType);

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        (AgentPosition, AgentDirection) = (new(1, 1), Direction.Right);
        Put(WorldObject.Goal, Width - 2, Height - 2);
        Position gap = new(RandomInt(2, Width - 2), RandomInt(1, Height - 1));
        Grid.VerticalWall(gap.X, 1, Height - 2, _obstacle);
        Grid[gap] = null;
        Mission = MissionFor(obstacleType);
    }

    private static string MissionFor(ObjectType obstacle) =>
        obstacle == ObjectType.Lava ? "avoid the lava and get to the green goal square" : "find the opening and get to the green goal square";
}
