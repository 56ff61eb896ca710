using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"put the red ball next to a box": drop it on a cell that adjoins the other.</summary>
public sealed class PutNextInstruction : ActionInstruction
{
    private readonly bool _strict;
    private WorldObject? _carriedBefore;

    /// <param name="moved">What to move.</param>
    /// <param name="neighbor">Next to what.</param>
    /// <param name="strict">Whether picking up anything is a failure.</param>
    /// <exception cref="ArgumentException">Doors cannot be moved.</exception>
    public PutNextInstruction(ObjectDescription moved, ObjectDescription neighbor, bool strict = false) : base(moved, neighbor)
    {
        if (moved.Type == ObjectType.Door)
            throw new ArgumentException("A door cannot be moved: describe a key, ball or box.", nameof(moved));
        (Moved, Neighbor, _strict) = (moved, neighbor, strict);
    }

    public ObjectDescription Moved { get; }

    public ObjectDescription Neighbor { get; }

    public override int Navigations => 2;

    /// <summary>Whether some object to be moved is where it belongs.</summary>
    public bool IsFulfilled => Moved.Objects.Any(item => Neighbor.IsNextTo(item.CurrentPosition));

    public override string Describe(RoomGridLevel level) => $"put {Moved.Describe(level)} next to {Neighbor.Describe(level)}";

    public override void Begin(RoomGridLevel level)
    {
        base.Begin(level);
        _carriedBefore = null;
    }

    protected override Verdict Judge(RoomGridLevel level, GridAction action)
    {
        var carriedBefore = _carriedBefore;
        _carriedBefore = level.Carrying;
        if (_strict && action == GridAction.Pickup && level.Carrying is not null)
            return Verdict.Failure;
        return action == GridAction.Drop && carriedBefore is not null && Moved.Includes(carriedBefore) && Neighbor.IsNextTo(carriedBefore.CurrentPosition)
            ? Verdict.Success
            : Verdict.Continue;
    }
}
