using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"pick up a box".</summary>
public sealed class PickupInstruction : ActionInstruction
{
    private readonly bool _strict;
    private WorldObject? _carriedBefore;

    /// <param name="target">What to pick up.</param>
    /// <param name="strict">Whether picking up anything else is a failure.</param>
    /// <exception cref="ArgumentException">Doors cannot be picked up.</exception>
    public PickupInstruction(ObjectDescription target, bool strict = false) : base(target)
    {
        if (target.Type == ObjectType.Door)
            throw new ArgumentException("A door cannot be picked up: describe a key, ball or box.", nameof(target));
        (Target, _strict) = (target, strict);
    }

    public ObjectDescription Target { get; }

    public override string Describe(RoomGridLevel level) => "pick up " + Target.Describe(level);

    public override void Begin(RoomGridLevel level)
    {
        base.Begin(level);
        _carriedBefore = null;
    }

    protected override Verdict Judge(RoomGridLevel level, GridAction action)
    {
        var carriedBefore = _carriedBefore;
        _carriedBefore = level.Carrying;
        if (action != GridAction.Pickup || level.Carrying is null)
            return Verdict.Continue;
        if (carriedBefore is null && Target.Includes(level.Carrying))
            return Verdict.Success;
        return _strict ? Verdict.Failure : Verdict.Continue;
    }
}
