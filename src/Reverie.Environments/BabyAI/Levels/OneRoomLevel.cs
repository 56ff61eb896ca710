using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up the ball of a single room.</summary>
public sealed class OneRoomLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        AddObject(0, 0, ObjectType.Ball);
        PlaceAgentInRoom();
        return new PickupInstruction(new(ObjectType.Ball));
    }
}
