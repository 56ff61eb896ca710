namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"open the blue door after you open the red door".</summary>
/// <param name="left">What to do in the end.</param>
/// <param name="right">What to do first.</param>
/// <param name="strict">Whether doing the other thing first is a failure.</param>
public sealed class AfterInstruction(Instruction left, Instruction right, bool strict = false) : OrderedInstruction(left, right, strict)
{
    public override Instruction First => Right;

    public override Instruction Second => Left;

    protected override string Conjunction => " after you ";
}
