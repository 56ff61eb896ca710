using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>One item of the bot's plan. Subgoals pile up on the bot's stack: those on top serve those below.</summary>
internal abstract class Subgoal(ExpertBot bot)
{
    /// <summary>Whether the subgoal is only there to see more of the world; such are dropped after every step.</summary>
    public virtual bool IsExploratory => false;

    protected ExpertBot Bot => bot;

    protected RoomGridLevel Level => bot.Level;

    protected Position AgentPosition => Level.AgentPosition;

    protected Position Ahead => Position.Towards(Level.AgentDirection);

    /// <summary>One step to the agent's right.</summary>
    protected Position Rightward => new(-Ahead.Y, Ahead.X);

    protected Position FrontPosition => Level.FrontPosition;

    protected WorldObject? FrontObject => Level.Grid[FrontPosition];

    /// <summary>The action to take; or null after the plan was changed.</summary>
    public abstract GridAction? Plan();

    /// <summary>Takes note of the action that was really taken since, which need not be the one that was planned.</summary>
    public virtual void Follow(GridAction? taken)
    {
    }

    /// <summary>Plans to take back an action that was not planned.</summary>
    protected void Undo(GridAction? taken)
    {
        switch (taken)
        {
            case GridAction.Forward when Bot.PreviousPosition != AgentPosition:
                Bot.Push(new GoNextToSubgoal(Bot, AgentPosition));
                break;
            case GridAction.Left:
                Bot.Push(new GoNextToSubgoal(Bot, AgentPosition + Rightward));
                break;
            case GridAction.Right:
                Bot.Push(new GoNextToSubgoal(Bot, AgentPosition - Rightward));
                break;
            case GridAction.Drop when Bot.PreviouslyCarried != Level.Carrying:
                Bot.Push(new PickupSubgoal(Bot));
                break;
            case GridAction.Pickup when Bot.PreviouslyCarried != Level.Carrying:
                Bot.Push(new DropSubgoal(Bot));
                break;
            case GridAction.Toggle when FrontObject is { Type: ObjectType.Door } door && door.IsOpen != Bot.DoorWasOpen:
                Bot.Push(door.IsOpen ? new CloseSubgoal(Bot) : new OpenSubgoal(Bot));
                break;
        }
    }

    /// <summary>Whether the agent holds the key to a door.</summary>
    protected bool HasKeyTo(WorldObject door) => Level.Carrying is { Type: ObjectType.Key } key && key.Color == door.Color;
}
