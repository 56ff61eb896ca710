namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Nine rooms with doors and a dozen objects, and nothing that must be done.</summary>
public sealed class PlaygroundEnv(int maxSteps = 100) : MiniGridEnv(new MissionSpace(""), SideLength, SideLength, maxSteps)
{
    private const int SideLength = 19, Rooms = 3, Objects = 12;

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        int roomWidth = Width / Rooms, roomHeight = Height / Rooms;
        for (int row = 0; row < Rooms; row++)
        {
            for (int column = 0; column < Rooms; column++)
            {
                int left = column * roomWidth, top = row * roomHeight, right = left + roomWidth, bottom = top + roomHeight;
                if (column + 1 < Rooms)
                {
                    Grid.VerticalWall(right, top, roomHeight);
                    AddDoor(new(right, RandomInt(top + 1, bottom - 1)));
                }
                if (row + 1 < Rooms)
                {
                    Grid.HorizontalWall(left, bottom, roomWidth);
                    AddDoor(new(RandomInt(left + 1, right - 1), bottom));
                }
            }
        }
        PlaceAgent();
        for (int i = 0; i < Objects; i++)
        {
            var type = RandomElement<ObjectType>([ObjectType.Key, ObjectType.Ball, ObjectType.Box]);
            PlaceObject(NewObject(type, RandomColor()));
        }
        Mission = "";
    }

    private void AddDoor(Position position) => Grid[position] = NewDoor(RandomColor());
}
