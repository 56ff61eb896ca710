namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"open the red door, then open the blue door".</summary>
/// <param name="left">What to do first.</param>
/// <param name="right">What to do then.</param>
/// <param name="strict">Whether doing the second thing first is a failure.</param>
public sealed class BeforeInstruction(Instruction left, Instruction right, bool strict = false) : OrderedInstruction(left, right, strict)
{
    public override Instruction First => Left;

    public override Instruction Second => Right;

    protected override string Conjunction => ", then ";
}
