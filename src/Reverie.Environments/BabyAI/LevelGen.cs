using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI;

/// <summary>
/// Draws a maze with distractors, perhaps one locked room with its key elsewhere, and any instruction of the grammar about what is there.
/// </summary>
public partial class LevelGen : RoomGridLevel, ICrossEpisodeState
{
    private readonly int _distractors;
    private readonly double _lockedRoomProbability;
    private readonly bool _locations, _unblocking, _implicitUnlock;
    private readonly ActionKind[] _actionKinds;
    private readonly InstructionKind[] _instructionKinds;

    /// <summary>
    /// The room that was locked last, be it in this level, in a candidate that was thrown away or in an earlier episode: the original never
    /// forgets it when it asks whether an object can be had without unlocking, and so neither does this.
    /// </summary>
    private Room? _lockedRoom;

    /// <param name="roomSize">Width and height of a room, walls included.</param>
    /// <param name="numRows">Rows of rooms.</param>
    /// <param name="numCols">Columns of rooms.</param>
    /// <param name="numDists">How many objects lie about.</param>
    /// <param name="lockedRoomProb">How likely it is that one room is locked.</param>
    /// <param name="locations">Whether objects may be described by where they are.</param>
    /// <param name="unblocking">Whether the agent may have to move objects out of its way.</param>
    /// <param name="implicitUnlock">Whether the instruction may be about objects in the locked room only.</param>
    /// <param name="actionKinds">The actions to choose from; null: all.</param>
    /// <param name="instrKinds">The sentences to choose from; null: all.</param>
    /// <param name="maxSteps">The step limit; null: it follows from the instruction.</param>
    /// <exception cref="ArgumentException">There is nothing to choose from, nothing to talk about, or a lone room is to be locked.</exception>
    public LevelGen(
        int roomSize = 8,
        int numRows = 3,
        int numCols = 3,
        int numDists = 18,
        double lockedRoomProb = 0.5,
        bool locations = true,
        bool unblocking = true,
        bool implicitUnlock = true,
        ActionKind[]? actionKinds = null,
        InstructionKind[]? instrKinds = null,
        int? maxSteps = null)
        : base(roomSize, numRows, numCols, maxSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numDists);
        if (lockedRoomProb > 0 && numRows * numCols == 1)
            throw new ArgumentException("A level of one room cannot have a locked room: set locked_room_prob to 0 or add rooms.", nameof(lockedRoomProb));
        if (actionKinds is [] || instrKinds is [])
            throw new ArgumentException("There must be at least one kind of action and one kind of instruction to choose from.", nameof(actionKinds));
        (_distractors, _lockedRoomProbability) = (numDists, lockedRoomProb);
        (_locations, _unblocking, _implicitUnlock) = (locations, unblocking, implicitUnlock);
        _actionKinds = actionKinds ?? Enum.GetValues<ActionKind>();
        _instructionKinds = instrKinds ?? Enum.GetValues<InstructionKind>();
    }

    /// <summary>Writes the index of the room that was locked last, or -1.</summary>
    void ICrossEpisodeState.SaveMemory(BinaryWriter writer) => writer.Write(_lockedRoom is null ? -1 : _lockedRoom.Row * NumCols + _lockedRoom.Column);

    void ICrossEpisodeState.RestoreMemory(BinaryReader reader)
    {
        int index = reader.ReadInt32();
        if (index < -1 || index >= Rooms.Count)
            throw new InvalidDataException($"This level has {Rooms.Count} rooms and cannot remember room {index}: what was saved is of another level.");
        _lockedRoom = index == -1 ? null : Rooms[index];
    }

    protected override Instruction GenerateMission()
    {
        bool hasLockedRoom = Random.NextDouble() < _lockedRoomProbability;
        if (hasLockedRoom)
            AddLockedRoom();
        ConnectAll();
        AddDistractors(count: _distractors, allUnique: false);
        if (hasLockedRoom)
            PlaceAgentOutside(_lockedRoom!);
        else
            PlaceAgentInRoom();
        if (!_unblocking)
            RequireObjectsReachable();
        return RandomInstruction(_instructionKinds);
    }

    protected override void Validate(ActionInstruction instruction)
    {
        base.Validate(instruction);
        if (_unblocking && instruction.Descriptions.Any(description => description.Type == ObjectType.Key && OpensADoor(description.Color)))
            throw new RejectedLevelException("cannot do anything with/to a key that can be used to open a door");
    }

    private bool OpensADoor(ObjectColor? color) =>
        Rooms.SelectMany(room => room.Doors).Any(door => door is { IsLocked: true } && door.Color == color);

    private void AddLockedRoom()
    {
        Direction side;
        do
        {
            _lockedRoom = RandomRoom();
            side = (Direction)RandomInt(0, 4);
        }
        while (_lockedRoom.Neighbors[(int)side] is null);
        var door = AddDoor(_lockedRoom.Column, _lockedRoom.Row, side, locked: true);

        Room keyRoom;
        do
            keyRoom = RandomRoom();
        while (keyRoom == _lockedRoom);
        AddObject(keyRoom.Column, keyRoom.Row, ObjectType.Key, door.Color);
    }

    private Room RandomRoom()
    {
        int column = RandomInt(0, NumCols);
        return GetRoom(column, RandomInt(0, NumRows));
    }
}
