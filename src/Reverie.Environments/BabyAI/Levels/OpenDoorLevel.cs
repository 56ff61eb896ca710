using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open a door of the middle room, given by its colour or by where it is.</summary>
public sealed class OpenDoorLevel : RoomGridLevel
{
    private readonly bool _debug;
    private readonly string? _selectBy;

    /// <param name="debug">Whether toggling another door is a failure.</param>
    /// <param name="selectBy">How the door is described: "color", "loc" or, with null, either.</param>
    /// <param name="maxSteps">The step limit; null: it follows from the instruction.</param>
    /// <exception cref="ArgumentException">Doors cannot be described that way.</exception>
    public OpenDoorLevel(bool debug = false, string? selectBy = null, int? maxSteps = null) : base(maxSteps: maxSteps)
    {
        if (selectBy is not (null or "color" or "loc"))
            throw new ArgumentException($"A door can be selected by color or loc, not by '{selectBy}'.", nameof(selectBy));
        (_debug, _selectBy) = (debug, selectBy);
    }

    protected override Instruction GenerateMission()
    {
        var colors = RandomSubset<ObjectColor>([.. Colors], 4);
        for (int side = 0; side < 4; side++)
            AddDoor(1, 1, (Direction)side, colors[side], locked: false);
        string selectBy = _selectBy ?? RandomElement(["color", "loc"]);
        ObjectDescription door = selectBy == "color"
            ? new(ObjectType.Door, colors[0])
            : new(ObjectType.Door, location: (RelativeLocation)RandomInt(0, 4));
        PlaceAgentInRoom(1, 1);
        return new OpenInstruction(door, _debug);
    }
}
