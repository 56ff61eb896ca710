using Reverie.Environments.BabyAI.Instructions;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up an object of a single room, described by type, colour or both.</summary>
/// <param name="debug">Whether picking up another object is a failure.</param>
/// <param name="maxSteps">The step limit; null: it follows from the instruction.</param>
public sealed class PickupDistLevel(bool debug = false, int? maxSteps = null) : RoomGridLevel(7, 1, 1, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        var objects = AddDistractors(count: 5);
        PlaceAgentInRoom(0, 0);
        var item = RandomElement(objects);
        var target = RandomInt(0, 3) switch
        {
            0 => new(item.Type),
            1 => new(color: item.Color),
            _ => ObjectDescription.Of(item),
        };
        return new PickupInstruction(target, debug);
    }
}
