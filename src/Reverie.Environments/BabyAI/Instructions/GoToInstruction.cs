using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>"go to the red ball": face it from the next cell.</summary>
/// <remarks>An object that was picked up still counts at its old place until something is dropped.</remarks>
public sealed class GoToInstruction(ObjectDescription target) : ActionInstruction(target)
{
    public ObjectDescription Target => target;

    public override string Describe(RoomGridLevel level) => "go to " + target.Describe(level);

    protected override Verdict Judge(RoomGridLevel level, GridAction action) =>
        target.IsAt(level.FrontPosition) ? Verdict.Success : Verdict.Continue;
}
