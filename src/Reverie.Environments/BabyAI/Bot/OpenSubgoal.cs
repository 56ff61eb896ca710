using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Open the door in front, with its key if need be; an open one is closed first, for the sake of opening it.</summary>
internal sealed class OpenSubgoal(ExpertBot bot, OpenReason reason = OpenReason.None) : Subgoal(bot)
{
    public override GridAction? Plan()
    {
        if (FrontObject is not { Type: ObjectType.Door } door)
            throw new BotFailedException("The bot was to open a door, but there is none in front.");
        if (door.IsLocked && !HasKeyTo(door))
        {
            FetchKey(door);
            return null;
        }
        if (door.IsOpen)
        {
            Bot.Push(new CloseSubgoal(Bot));
            return null;
        }
        if (door.IsLocked && reason == OpenReason.None)
        {
            Bot.Pop();
            Bot.Push(new OpenSubgoal(Bot, OpenReason.Unlock));
            return null;
        }
        return GridAction.Toggle;
    }

    public override void Follow(GridAction? taken)
    {
        if (taken is not (null or GridAction.Toggle))
        {
            Undo(taken);
            return;
        }
        Bot.Pop();
        // Where to put the key can only be seen now: an earlier choice might have been taken meanwhile.
        if (reason == OpenReason.Unlock)
            Bot.PushDropAt(Bot.DropSpots.Find());
    }

    /// <summary>Plans: put down what is in hand, get the key, come back and open, take up again what was in hand.</summary>
    private void FetchKey(WorldObject door)
    {
        var key = new ObjectDescription(ObjectType.Key, door.Color);
        key.Find(Level);
        Bot.Pop();
        bool handsFull = Level.Carrying is not null;
        var spot = handsFull ? Bot.DropSpots.Find() : null;
        if (handsFull)
            Bot.PushPickupAt(spot);
        Bot.Push(new OpenSubgoal(Bot));
        Bot.Push(new GoNextToSubgoal(Bot, FrontPosition));

        Bot.Push(new PickupSubgoal(Bot));
        Bot.Push(new GoNextToSubgoal(Bot, key));
        if (handsFull)
            Bot.PushDropAt(spot);
    }
}
