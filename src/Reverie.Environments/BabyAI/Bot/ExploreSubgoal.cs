using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>See more of the world: go to the nearest unseen cell, or else open a door, unlocked ones first.</summary>
internal sealed class ExploreSubgoal(ExpertBot bot) : Subgoal(bot)
{
    public override bool IsExploratory => true;

    public override GridAction? Plan()
    {
        if (Bot.Paths.Find((position, _) => !Bot.Map.IsSeen(position), tryThroughBlockers: true) is { } unseen)
        {
            Bot.Push(new GoNextToSubgoal(Bot, unseen.Finish, GoReason.Explore));
            return null;
        }
        // A locked door is the last resort: opening it may itself call for exploration.
        var route = Bot.Paths.Find((_, cell) => IsDoor(cell, DoorState.Closed), tryThroughBlockers: true)
            ?? Bot.Paths.Find((_, cell) => IsDoor(cell, DoorState.Closed) || IsDoor(cell, DoorState.Locked), tryThroughBlockers: true)
            ?? throw new BotFailedException("The bot has nothing left to explore.");
        var door = Level.Grid[route.Finish]!;
        Bot.Pop();
        Bot.Push(new OpenSubgoal(Bot, door.IsLocked && HasKeyTo(door) ? OpenReason.KeepKey : OpenReason.None));
        Bot.Push(new GoNextToSubgoal(Bot, door, GoReason.Open));
        return null;
    }

    private static bool IsDoor(Cell cell, DoorState state) => cell.Type == ObjectType.Door && cell.State == (byte)state;
}
