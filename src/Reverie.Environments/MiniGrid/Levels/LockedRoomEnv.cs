namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Six rooms along a hallway, one of them locked with the goal inside; the mission says in which other room its key lies.</summary>
public sealed class LockedRoomEnv(int size = 19, int? maxSteps = null)
    : MiniGridEnv(
        new MissionSpace("get the {0} key from the {1} room, unlock the {2} door and go to the goal", Names.AllColors, Names.AllColors, Names.AllColors),
        size, size, maxSteps ?? 10 * size)
{
    private const int RoomCount = 6, DoorOffset = 3;

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        int leftWall = Width / 2 - 2, rightWall = Width / 2 + 2, roomHeight = Height / 3;
        Grid.VerticalWall(leftWall, 0);
        Grid.VerticalWall(rightWall, 0);
        Span<SideRoom> rooms = stackalloc SideRoom[RoomCount];
        for (int n = 0; n < RoomCount / 2; n++)
        {
            int top = n * roomHeight;
            Grid.HorizontalWall(0, top, leftWall);
            Grid.HorizontalWall(rightWall, top);
            rooms[2 * n] = new(new(0, top), leftWall + 1, roomHeight + 1, new(leftWall, top + DoorOffset));
            rooms[2 * n + 1] = new(new(rightWall, top), leftWall + 1, roomHeight + 1, new(rightWall, top + DoorOffset));
        }
        int locked = RandomInt(0, RoomCount);
        Grid[RandomPositionIn(rooms[locked])] = WorldObject.Goal;
        var colors = PaintDoors(rooms, locked);
        int keyRoom;
        do
            keyRoom = RandomInt(0, RoomCount);
        while (keyRoom == locked);
        Grid[RandomPositionIn(rooms[keyRoom])] = NewKey(colors[locked]);
        PlaceAgent(new(leftWall, 0), rightWall - leftWall, Height);
        Mission = $"get the {colors[locked].Name()} key from the {colors[keyRoom].Name()} room, unlock the {colors[locked].Name()} door and go to the goal";
    }

    /// <summary>Gives each room a door of its own colour.</summary>
    private ObjectColor[] PaintDoors(ReadOnlySpan<SideRoom> rooms, int locked)
    {
        ObjectColor[] colors = [.. Colors];
        RandomSubset(colors.AsSpan(), RoomCount);
        for (int i = 0; i < RoomCount; i++)
            Grid[rooms[i].Door] = NewDoor(colors[i], isLocked: i == locked);
        return colors;
    }

    private Position RandomPositionIn(SideRoom room) => new(
        RandomInt(room.Top.X + 1, room.Top.X + room.Width - 1),
        RandomInt(room.Top.Y + 1, room.Top.Y + room.Height - 1));

    private readonly record struct SideRoom(Position Top, int Width, int Height, Position Door);
}
