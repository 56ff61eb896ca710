using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"go to the key and pick up a ball", in any order.</summary>
public sealed class AndInstruction(ActionInstruction left, ActionInstruction right) : CompoundInstruction(left, right)
{
    private Verdict _left, _right;

    protected override string Conjunction => " and ";

    public override void Begin(RoomGridLevel level)
    {
        base.Begin(level);
        _left = _right = Verdict.Continue;
    }

    /// <inheritdoc/>
    /// <remarks>One failed part fails nothing; saying done fails only when neither part was just done.</remarks>
    public override Verdict Verify(RoomGridLevel level, GridAction action)
    {
        if (_left != Verdict.Success)
            _left = Left.Verify(level, action);
        if (_right != Verdict.Success)
            _right = Right.Verify(level, action);
        return (_left, _right) switch
        {
            (Verdict.Success, Verdict.Success) => Verdict.Success,
            (Verdict.Failure, Verdict.Failure) when level.DoneActions && action == GridAction.Done => Verdict.Failure,
            _ => Verdict.Continue,
        };
    }
}
