using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>Two instructions of which one must be carried out before the other counts.</summary>
public abstract class OrderedInstruction(Instruction left, Instruction right, bool strict) : CompoundInstruction(left, right)
{
    private bool _firstDone;

    /// <summary>What must be done first.</summary>
    public abstract Instruction First { get; }

    /// <summary>What must be done then.</summary>
    public abstract Instruction Second { get; }

    public override void Begin(RoomGridLevel level)
    {
        base.Begin(level);
        _firstDone = false;
    }

    /// <inheritdoc/>
    /// <remarks>The action that fulfils the first part may fulfil the second as well; before that the second is not followed, unless strictly.</remarks>
    public override Verdict Verify(RoomGridLevel level, GridAction action)
    {
        if (!_firstDone)
        {
            var first = First.Verify(level, action);
            if (first == Verdict.Failure)
                return Verdict.Failure;
            if (first != Verdict.Success)
                return strict && Second.Verify(level, action) == Verdict.Success ? Verdict.Failure : Verdict.Continue;
            _firstDone = true;
        }
        return Second.Verify(level, action);
    }
}
