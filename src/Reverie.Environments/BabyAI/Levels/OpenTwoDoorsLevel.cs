using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open the door on the left of the middle room, then the one on the right.</summary>
/// <param name="firstColor">Colour of the first door; null: drawn.</param>
/// <param name="secondColor">Colour of the second door; null: drawn.</param>
/// <param name="strict">Whether toggling another door before the first is a failure.</param>
/// <param name="maxSteps">The step limit; null: 20 steps for each cell of a room.</param>
public sealed class OpenTwoDoorsLevel(ObjectColor? firstColor = null, ObjectColor? secondColor = null, bool strict = false, int? maxSteps = null)
    : RoomGridLevel(6, maxSteps: maxSteps ?? 20 * 6 * 6)
{
    protected override Instruction GenerateMission()
    {
        var colors = RandomSubset<ObjectColor>([.. Colors], 2);
        var first = AddDoor(1, 1, Direction.Left, firstColor ?? colors[0], locked: false);
        var second = AddDoor(1, 1, Direction.Right, secondColor ?? colors[1], locked: false);
        PlaceAgentInRoom(1, 1);
        return new BeforeInstruction(
            new OpenInstruction(ObjectDescription.Of(first), strict),
            new OpenInstruction(ObjectDescription.Of(second)));
    }
}
