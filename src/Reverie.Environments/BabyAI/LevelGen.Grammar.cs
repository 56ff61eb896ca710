using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI;

/// <content>The grammar: how an instruction is drawn.</content>
public partial class LevelGen
{
    private const int MaxDescriptions = 101;

    private static readonly ObjectType[] Nouns = [ObjectType.Box, ObjectType.Ball, ObjectType.Key, ObjectType.Door];

    private static readonly RelativeLocation[] Locations = Enum.GetValues<RelativeLocation>();

    private static ReadOnlySpan<ObjectType> PortableNouns => Nouns.AsSpan(0, 3);

    private static ReadOnlySpan<ObjectType> Doors => Nouns.AsSpan(3);

    private Instruction RandomInstruction(ReadOnlySpan<InstructionKind> kinds)
    {
        switch (RandomElement(kinds))
        {
            case InstructionKind.Action:
                return RandomAction();
            case InstructionKind.And:
                var one = RandomAction();
                return new AndInstruction(one, RandomAction());
            default:
                var left = RandomInstruction([InstructionKind.Action, InstructionKind.And]);
                var right = RandomInstruction([InstructionKind.Action, InstructionKind.And]);
                return RandomBool() ? new BeforeInstruction(left, right) : new AfterInstruction(left, right);
        }
    }

    private ActionInstruction RandomAction()
    {
        switch (RandomElement<ActionKind>(_actionKinds))
        {
            case ActionKind.GoTo:
                return new GoToInstruction(RandomDescription(Nouns));
            case ActionKind.Pickup:
                return new PickupInstruction(RandomDescription(PortableNouns));
            case ActionKind.Open:
                return new OpenInstruction(RandomDescription(Doors));
            default:
                var moved = RandomDescription(PortableNouns);
                return new PutNextInstruction(moved, RandomDescription(Nouns));
        }
    }

    /// <summary>A description that fits something: drawn are the colour (perhaps none), the type, and perhaps a location.</summary>
    private ObjectDescription RandomDescription(ReadOnlySpan<ObjectType> types)
    {
        for (int i = 0; i < MaxDescriptions; i++)
        {
            int color = RandomInt(0, Colors.Length + 1);
            var type = RandomElement(types);
            RelativeLocation? location = _locations && RandomBool() ? RandomElement<RelativeLocation>(Locations) : null;
            var description = new ObjectDescription(type, color == 0 ? null : Colors[color - 1], location);
            if (description.Find(this) > 0 && CanBeHad(description))
                return description;
        }
        throw new LevelGenerationException("No description of an object was found that fits one in the level.", "failed to find suitable object");
    }

    private bool CanBeHad(ObjectDescription description) =>
        _implicitUnlock || _lockedRoom is null || description.Positions.Any(position => !_lockedRoom.Contains(position));
}
