using Reverie.Environments.BabyAI.Instructions;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up the only object of a maze.</summary>
/// <param name="roomSize">Width and height of a room.</param>
/// <param name="maxSteps">The step limit; null: 20 steps for each cell of a room.</param>
public sealed class FindObjLevel(int roomSize = 5, int? maxSteps = null) : RoomGridLevel(roomSize, maxSteps: maxSteps ?? 20 * roomSize * roomSize)
{
    protected override Instruction GenerateMission()
    {
        var item = AddObject(RandomInt(0, NumRows), RandomInt(0, NumCols));
        PlaceAgentInRoom(1, 1);
        ConnectAll();
        return new PickupInstruction(new(item.Type));
    }
}
