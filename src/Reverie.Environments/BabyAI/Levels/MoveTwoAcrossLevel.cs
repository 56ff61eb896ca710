using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Put an object of the left room next to one of the right room, then another of the right room next to one of the left.</summary>
/// <param name="roomSize">Width and height of a room.</param>
/// <param name="objsPerRoom">How many objects each room holds, at least two.</param>
/// <param name="maxSteps">The step limit; null: 16 steps for each cell of a room.</param>
public sealed class MoveTwoAcrossLevel(int roomSize, int objsPerRoom, int? maxSteps = null)
    : RoomGridLevel(roomSize, 1, 2, maxSteps ?? 16 * roomSize * roomSize)
{
    private readonly int _objects = Require.InRange(2, DistinctObjects / 2, objsPerRoom);

    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom(0, 0);
        Span<WorldObject> left = [.. AddDistractors(0, 0, _objects)], right = [.. AddDistractors(1, 0, _objects)];
        RemoveWall(0, 0, Direction.Right);
        left = RandomSubset(left, 2);
        right = RandomSubset(right, 2);
        return new BeforeInstruction(
            new PutNextInstruction(ObjectDescription.Of(left[0]), ObjectDescription.Of(right[0])),
            new PutNextInstruction(ObjectDescription.Of(right[1]), ObjectDescription.Of(left[1])));
    }
}
