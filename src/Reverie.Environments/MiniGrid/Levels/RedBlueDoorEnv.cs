namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Open the red door, then the blue one; the other order fails.</summary>
public sealed class RedBlueDoorEnv(int size = 8, int? maxSteps = null)
    : MiniGridEnv(new MissionSpace("open the red door then the blue door"), 2 * size, size, maxSteps ?? 20 * size * size)
{
    private WorldObject? _red, _blue;

    protected override void GenerateGrid()
    {
        Grid.Clear();
        int side = Height;
        Grid.WallRectangle(0, 0, Width, side);
        Grid.WallRectangle(side / 2, 0, side, side);
        PlaceAgent(new(side / 2, 0), side, side);
        _red = NewDoor(ObjectColor.Red);
        Grid[side / 2, RandomInt(1, side - 1)] = _red;
        _blue = NewDoor(ObjectColor.Blue);
        Grid[side / 2 + side - 1, RandomInt(1, side - 1)] = _blue;
        Mission = "open the red door then the blue door";
    }

    protected override StepOutcome Act(GridAction action)
    {
        bool redBefore = _red!.IsOpen, blueBefore = _blue!.IsOpen;
        var outcome = base.Act(action);
        if (_blue.IsOpen)
            return redBefore ? Success() : StepOutcome.Failure;
        return _red.IsOpen && blueBefore ? StepOutcome.Failure : outcome;
    }
}
