using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>One thing to do to one object, or with two.</summary>
public abstract class ActionInstruction(params ObjectDescription[] descriptions) : Instruction
{
    private bool _matched;

    /// <summary>The objects that the instruction names, in the order of its words.</summary>
    public IReadOnlyList<ObjectDescription> Descriptions => descriptions;

    public override int Navigations => 1;

    public override IEnumerable<ActionInstruction> Actions => [this];

    public override void Begin(RoomGridLevel level)
    {
        _matched = false;
        foreach (var description in descriptions)
            description.Find(level);
    }

    public override void Refresh(RoomGridLevel level)
    {
        foreach (var description in descriptions)
            description.Refresh(level);
    }

    /// <summary>
    /// The judgement of <see cref="Judge"/>; or, where the agent must say so itself (<see cref="RoomGridLevel.DoneActions"/>), success if it
    /// says done right after the deed, failure if it says so at another time.
    /// </summary>
    public sealed override Verdict Verify(RoomGridLevel level, GridAction action)
    {
        if (!level.DoneActions)
            return Judge(level, action);
        if (action == GridAction.Done)
            return _matched ? Verdict.Success : Verdict.Failure;
        _matched = Judge(level, action) == Verdict.Success;
        return Verdict.Continue;
    }

    /// <summary>Whether the action did it.</summary>
    protected abstract Verdict Judge(RoomGridLevel level, GridAction action);
}
