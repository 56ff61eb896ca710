namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>Two instructions in one sentence.</summary>
public abstract class CompoundInstruction(Instruction left, Instruction right) : Instruction
{
    /// <summary>The instruction that is named first.</summary>
    public Instruction Left => left;

    /// <summary>The instruction that is named second.</summary>
    public Instruction Right => right;

    public override int Navigations => left.Navigations + right.Navigations;

    public override IEnumerable<ActionInstruction> Actions => left.Actions.Concat(right.Actions);

    public override string Describe(RoomGridLevel level) => left.Describe(level) + Conjunction + right.Describe(level);

    public override void Begin(RoomGridLevel level)
    {
        left.Begin(level);
        right.Begin(level);
    }

    public override void Refresh(RoomGridLevel level)
    {
        left.Refresh(level);
        right.Refresh(level);
    }

    /// <summary>The words between the two.</summary>
    protected abstract string Conjunction { get; }
}
