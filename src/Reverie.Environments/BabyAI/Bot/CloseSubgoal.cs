using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Close the open door in front.</summary>
internal sealed class CloseSubgoal(ExpertBot bot) : Subgoal(bot)
{
    public override GridAction? Plan() => FrontObject is { Type: ObjectType.Door, IsOpen: true }
        ? GridAction.Toggle
        : throw new BotFailedException("The bot was to close a door, but there is no open one in front.");

    public override void Follow(GridAction? taken)
    {
        if (taken is null or GridAction.Toggle)
            Bot.Pop();
        else if (taken is GridAction.Forward or GridAction.Left or GridAction.Right)
            Undo(taken);
    }
}
