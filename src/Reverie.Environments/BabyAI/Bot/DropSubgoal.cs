using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Put down what is in hand on the empty cell in front.</summary>
internal sealed class DropSubgoal(ExpertBot bot) : Subgoal(bot)
{
    public override GridAction? Plan()
    {
        if (Level.Carrying is null)
            throw new BotFailedException("The bot was to put something down, but its hands are empty.");
        if (FrontObject is { } obstacle)
            throw new BotFailedException($"The bot was to put something down, but there is a {obstacle} in front.");
        return GridAction.Drop;
    }

    public override void Follow(GridAction? taken)
    {
        if (taken is null or GridAction.Drop)
            Bot.Pop();
        else if (taken is GridAction.Forward or GridAction.Left or GridAction.Right)
            Undo(taken);
    }
}
