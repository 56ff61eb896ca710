using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open one or two of the middle room's doors, in the order given.</summary>
/// <param name="numDoors">How many doors there are: 2 to 4.</param>
/// <param name="debug">Whether toggling another door is a failure.</param>
/// <param name="maxSteps">The step limit; null: 20 steps for each cell of a room.</param>
public sealed class OpenDoorsOrderLevel(int numDoors, bool debug = false, int? maxSteps = null) : RoomGridLevel(6, maxSteps: maxSteps ?? 20 * 6 * 6)
{
    private readonly int _doors = Require.InRange(2, 4, numDoors);

    protected override Instruction GenerateMission()
    {
        var colors = RandomSubset<ObjectColor>([.. Colors], _doors);
        var doors = new WorldObject[_doors];
        for (int i = 0; i < doors.Length; i++)
            doors[i] = AddDoor(1, 1, color: colors[i], locked: false);
        PlaceAgentInRoom(1, 1);

        var chosen = RandomSubset(doors.AsSpan(), 2);
        var one = new OpenInstruction(ObjectDescription.Of(chosen[0]), debug);
        var other = new OpenInstruction(ObjectDescription.Of(chosen[1]), debug);
        return RandomInt(0, 3) switch
        {
            0 => one,
            1 => new BeforeInstruction(one, other),
            _ => new AfterInstruction(one, other),
        };
    }
}
