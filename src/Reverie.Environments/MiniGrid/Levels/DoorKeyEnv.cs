namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Two rooms behind a locked door: fetch the key on this side, open the door, reach the goal.</summary>
public sealed class DoorKeyEnv(int size = 8, int? maxSteps = null)
    : MiniGridEnv(new MissionSpace("use the key to open the door and then get to the goal"), size, size, maxSteps ?? 10 * size * size)
{
    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        Put(WorldObject.Goal, Width - 2, Height - 2);

        int wall = RandomInt(2, Width - 2);
        Grid.VerticalWall(wall, 0);
        PlaceAgent(new(0, 0), wall, Height);
        Put(NewDoor(ObjectColor.Yellow, isLocked: true), wall, RandomInt(1, Width - 2));
        PlaceObject(NewKey(ObjectColor.Yellow), new(0, 0), wall, Height);
        Mission = "use the key to open the door and then get to the goal";
    }
}
