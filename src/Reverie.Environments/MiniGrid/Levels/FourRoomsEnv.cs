namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Four rooms in a square, joined by a gap in each inner wall; agent and goal are anywhere, or where they are told to be.</summary>
public sealed class FourRoomsEnv(Position? agentPos = null, Position? goalPos = null, int maxSteps = 100)
    : MiniGridEnv(new MissionSpace("reach the goal"), SideLength, SideLength, maxSteps)
{
    private const int SideLength = 19;

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        int roomWidth = Width / 2, roomHeight = Height / 2;
        for (int row = 0; row < 2; row++)
        {
            for (int column = 0; column < 2; column++)
            {
                int left = column * roomWidth, top = row * roomHeight, right = left + roomWidth, bottom = top + roomHeight;
                if (column == 0)
                {
                    Grid.VerticalWall(right, top, roomHeight);
                    Grid[right, RandomInt(top + 1, bottom)] = null;
                }
                if (row == 0)
                {
                    Grid.HorizontalWall(left, bottom, roomWidth);
                    Grid[RandomInt(left + 1, right), bottom] = null;
                }
            }
        }
        PlaceAgentAndGoal();
        Mission = "reach the goal";
    }

    private void PlaceAgentAndGoal()
    {
        if (agentPos is { } start)
        {
            Grid[start] = null;
            (AgentPosition, AgentDirection) = (start, (Direction)RandomInt(0, 4));
        }
        else
        {
            PlaceAgent();
        }
        if (goalPos is { } goal)
            Put(WorldObject.Goal, goal.X, goal.Y);
        else
            PlaceObject(WorldObject.Goal);
    }
}
