using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Put an object of the left room next to one of the right room, or the other way round; there is no wall between them.</summary>
/// <param name="roomSize">Width and height of a room.</param>
/// <param name="objsPerRoom">How many objects each room holds.</param>
/// <param name="startCarrying">Whether the agent begins with the object in its hands. The first observation still shows it on the floor.</param>
/// <param name="maxSteps">The step limit; null: 8 steps for each cell of a room.</param>
public sealed class PutNextLevel(int roomSize, int objsPerRoom, bool startCarrying = false, int? maxSteps = null)
    : RoomGridLevel(roomSize, 1, 2, maxSteps ?? 8 * roomSize * roomSize)
{
    private readonly int _objects = Require.InRange(1, DistinctObjects / 2, objsPerRoom);
    private WorldObject? _moved;

    public override GridObservation<byte> Reset(ulong? seed = null)
    {
        var observation = base.Reset(seed);
        if (startCarrying)
        {
            Grid[_moved!.InitialPosition] = null;
            Carrying = _moved;
        }
        return observation;
    }

    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom(0, 0);
        List<WorldObject> left = AddDistractors(0, 0, _objects), right = AddDistractors(1, 0, _objects);
        RemoveWall(0, 0, Direction.Right);
        WorldObject moved = RandomElement(left), neighbor = RandomElement(right);
        if (RandomBool())
            (moved, neighbor) = (neighbor, moved);
        _moved = moved;
        return new PutNextInstruction(ObjectDescription.Of(moved), ObjectDescription.Of(neighbor));
    }
}
