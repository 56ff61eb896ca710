using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Go and face an object, a cell, or an empty cell next to an object.</summary>
internal sealed class GoNextToSubgoal : Subgoal
{
    private readonly ObjectDescription? _description;
    private readonly WorldObject? _object;
    private readonly Position? _position;
    private readonly GoReason _reason;

    public GoNextToSubgoal(ExpertBot bot, ObjectDescription description, GoReason reason = GoReason.Face) : base(bot) =>
        (_description, _reason) = (description, reason);

    public GoNextToSubgoal(ExpertBot bot, WorldObject target, GoReason reason = GoReason.Face) : base(bot) => (_object, _reason) = (target, reason);

    /// <param name="bot">The bot.</param>
    /// <param name="position">The cell; null if there is none, which is fatal only if this subgoal's turn comes.</param>
    /// <param name="reason">Why it goes there.</param>
    public GoNextToSubgoal(ExpertBot bot, Position? position, GoReason reason = GoReason.Face) : base(bot) => (_position, _reason) = (position, reason);

    public override bool IsExploratory => _reason == GoReason.Explore;

    public override void Follow(GridAction? taken)
    {
        if (taken is GridAction.Pickup or GridAction.Drop or GridAction.Toggle)
            Undo(taken);
    }

    public override GridAction? Plan()
    {
        if (!TryLocate(out var target, out var position))
        {
            Bot.Push(new ExploreSubgoal(Bot));
            return null;
        }
        if (_reason == GoReason.Open && target is { Type: ObjectType.Door, IsLocked: true } && Level.Carrying is null)
        {
            FetchKeyFirst(target);
            return null;
        }
        if (position.DistanceTo(AgentPosition) == (_reason == GoReason.PutNext ? 1 : 0))
            return MoveAway();
        if (TryArrive(position))
            return null;

        bool AtTarget(Position cell, Cell _) => cell == position;
        var route = NonEmpty(Bot.Paths.Find(AtTarget)) ?? NonEmpty(Bot.Paths.Find(AtTarget, tryThroughBlockers: true));
        if (route is null)
        {
            Bot.Push(new ExploreSubgoal(Bot));
            return null;
        }
        return route.Steps[0] == FrontPosition ? Advance() : TurnTowards(route.Steps[0]);
    }

    /// <summary>Where the target is, if the bot has seen it.</summary>
    private bool TryLocate(out WorldObject? target, out Position position)
    {
        if (_description is not null)
            return Bot.TryFindNearest(_description, _reason == GoReason.PutNext, out target, out position);
        (target, position) = (_object, _object?.CurrentPosition ?? _position
            ?? throw new BotFailedException("The bot sees no place where it could put down what it carries."));
        return true;
    }

    /// <summary>Commits to this door, and to getting its key before.</summary>
    private void FetchKeyFirst(WorldObject door)
    {
        var key = new ObjectDescription(ObjectType.Key, door.Color);
        key.Find(Level);
        Bot.Pop();
        Bot.Push(new GoNextToSubgoal(Bot, door, GoReason.Open));
        Bot.Push(new PickupSubgoal(Bot));
        Bot.Push(new GoNextToSubgoal(Bot, key));
    }

    /// <summary>The agent stands too close.</summary>
    private GridAction MoveAway()
    {
        if (IsFree(FrontPosition))
            return GridAction.Forward;
        return IsFree(AgentPosition + Rightward) ? GridAction.Right : GridAction.Left;
    }

    private bool IsFree(Position position) => Level.Grid.CellAt(position) is var cell
        && (cell.Type == ObjectType.Empty || (cell.Type == ObjectType.Door && cell.State == (byte)DoorState.Open));

    /// <summary>Whether the agent is where it should be, or another subgoal has to come first.</summary>
    private bool TryArrive(Position target)
    {
        if (_reason != GoReason.PutNext)
        {
            if (target != FrontPosition)
                return false;
            Bot.Pop();
            return true;
        }
        if (target.DistanceTo(FrontPosition) != 1)
            return false;
        if (FrontObject is null)
        {
            Bot.Pop();
            return true;
        }
        if (FrontObject is { Type: ObjectType.Door, IsOpen: true })
        {
            // Nothing can be put into a doorway: the target behind it will have to be moved.
            Bot.Push(new GoNextToSubgoal(Bot, FrontPosition + Ahead + Ahead));
            return true;
        }
        return false;
    }

    /// <summary>The way leads straight ahead: through a door, or through something to be moved.</summary>
    private GridAction? Advance()
    {
        switch (FrontObject)
        {
            case null or { Type: ObjectType.Door, IsOpen: true }:
                return GridAction.Forward;
            case { Type: ObjectType.Door, IsLocked: true }:
                throw new BotFailedException("The bot stands before a locked door that it did not mean to unlock.");
            case { Type: ObjectType.Door }:
                Bot.Push(new OpenSubgoal(Bot));
                return null;
        }
        if (Level.Carrying is null)
        {
            Bot.PushDropAt(Bot.DropSpots.Find());
            Bot.Push(new PickupSubgoal(Bot));
            return null;
        }
        Position? carriedSpot = Bot.DropSpots.Find(), blockerSpot = Bot.DropSpots.Find(carriedSpot);
        Bot.PushPickupAt(carriedSpot);
        Bot.PushDropAt(blockerSpot);
        Bot.PushPickupAt(FrontPosition);
        Bot.PushDropAt(carriedSpot);
        return null;
    }

    private GridAction TurnTowards(Position next)
    {
        if (next - AgentPosition == Rightward)
            return GridAction.Right;
        if (AgentPosition - next == Rightward)
            return GridAction.Left;
        // Turning round, look on the way where there is more to see.
        return OpenSpace(new(-Rightward.X, -Rightward.Y)) > OpenSpace(Rightward) ? GridAction.Left : GridAction.Right;
    }

    /// <summary>How far the next wall or door is, as far as the agent's view reaches.</summary>
    private int OpenSpace(Position step)
    {
        var position = AgentPosition;
        for (int distance = 1; ; distance++)
        {
            position += step;
            if (!IsInView(position))
                return distance - 1;
            if (Level.Grid.CellAt(position).Type is ObjectType.Wall or ObjectType.Door)
                return distance;
        }
    }

    private bool IsInView(Position position)
    {
        var offset = position - AgentPosition;
        int forward = offset.X * Ahead.X + offset.Y * Ahead.Y, rightward = offset.X * Rightward.X + offset.Y * Rightward.Y;
        int size = Level.AgentViewSize;
        return forward >= 0 && forward < size && Math.Abs(rightward) <= size / 2;
    }

    private static Route? NonEmpty(Route? route) => route is { Steps.Count: > 0 } ? route : null;
}
