using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Pick up what is in front.</summary>
internal sealed class PickupSubgoal(ExpertBot bot) : Subgoal(bot)
{
    public override GridAction? Plan() =>
        Level.Carrying is null ? GridAction.Pickup : throw new BotFailedException("The bot was to pick something up, but its hands are full.");

    public override void Follow(GridAction? taken)
    {
        if (taken is null or GridAction.Pickup)
            Bot.Pop();
        else if (taken is GridAction.Left or GridAction.Right)
            Undo(taken);
    }
}
