using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"open the blue door".</summary>
public sealed class OpenInstruction : ActionInstruction
{
    private readonly bool _strict;

    /// <param name="target">Which door.</param>
    /// <param name="strict">Whether it is a failure to toggle another door, or to close this one.</param>
    /// <exception cref="ArgumentException">Only doors can be opened.</exception>
    public OpenInstruction(ObjectDescription target, bool strict = false) : base(target)
    {
        if (target.Type != ObjectType.Door)
            throw new ArgumentException("Only doors can be opened: describe a door.", nameof(target));
        (Target, _strict) = (target, strict);
    }

    public ObjectDescription Target { get; }

    public override string Describe(RoomGridLevel level) => "open " + Target.Describe(level);

    protected override Verdict Judge(RoomGridLevel level, GridAction action)
    {
        if (action != GridAction.Toggle || level.Grid[level.FrontPosition] is not { Type: ObjectType.Door } door)
            return Verdict.Continue;
        if (door.IsOpen && Target.Includes(door))
            return Verdict.Success;
        return _strict ? Verdict.Failure : Verdict.Continue;
    }
}
