using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>
/// Plays BabyAI levels by planning with a stack of subgoals. It sees no more of the map than the agent has seen in the episode, and draws
/// no random numbers: the same level gives the same actions as the original's bot.
/// </summary>
/// <remarks>
/// Make one for each episode, after the reset. Like the original it fails on some levels: where a key is hidden in a box, where the
/// episode begins with the object in hand, and on some levels that punish wrong doors.
/// </remarks>
public sealed class ExpertBot
{
    /// <summary>The least number of steps for getting a blocker out of the way, with empty and with full hands.</summary>
    private const int UnblockingSteps = 4, UnblockingStepsWhenCarrying = 7;

    private readonly Stack<Subgoal> _subgoals = new();
    private WorldObject? _previousFront;

    /// <param name="level">The level, freshly reset.</param>
    /// <exception cref="InvalidOperationException">No episode has begun.</exception>
    public ExpertBot(RoomGridLevel level)
    {
        Level = level;
        Map = new ExploredMap(level);
        Paths = new PathFinder(level, Map);
        DropSpots = new DropSpots(level, Map, Paths);
        PushInstruction(level.Instruction);
    }

    /// <summary>How many searches for ways the bot has made.</summary>
    public int Searches => Paths.Searches;

    /// <summary>How many cells these searches have reached.</summary>
    public int VisitedCells => Paths.VisitedCells;

    internal RoomGridLevel Level { get; }

    internal ExploredMap Map { get; }

    internal PathFinder Paths { get; }

    internal DropSpots DropSpots { get; }

    internal Position PreviousPosition { get; private set; }

    internal WorldObject? PreviouslyCarried { get; private set; }

    /// <summary>Whether the door that the agent last faced was open when it planned.</summary>
    internal bool DoorWasOpen { get; private set; }

    /// <summary>The action to take now.</summary>
    /// <param name="taken">The action that was taken since the last call, be it the suggested one or another; null at the first call.</param>
    /// <exception cref="BotFailedException">The bot does not know how to go on.</exception>
    public GridAction Replan(GridAction? taken = null)
    {
        Map.Look();
        if (taken == GridAction.Toggle && _previousFront is { Type: ObjectType.Box })
            throw new BotFailedException("A box was opened: the bot cannot deal with what was in it.");
        Paths.BeginPlan();

        if (_subgoals.TryPeek(out var current))
            current.Follow(taken);
        while (_subgoals.TryPeek(out current) && current.IsExploratory)
            _subgoals.Pop();
        GridAction? action = null;
        while (action is null && _subgoals.TryPeek(out current))
            action = current.Plan();
        Remember();
        return action ?? GridAction.Done;
    }

    internal void Push(Subgoal subgoal) => _subgoals.Push(subgoal);

    internal void Pop() => _subgoals.Pop();

    /// <summary>Plans to go and face a cell, and to put down there what is then in hand.</summary>
    internal void PushDropAt(Position? spot)
    {
        Push(new DropSubgoal(this));
        Push(new GoNextToSubgoal(this, spot));
    }

    /// <summary>Plans to go and face a cell, and to pick up what is then there.</summary>
    internal void PushPickupAt(Position? spot)
    {
        Push(new PickupSubgoal(this));
        Push(new GoNextToSubgoal(this, spot));
    }

    /// <summary>The nearest seen object that fits a description.</summary>
    /// <param name="description">The description; its positions may be out of date, or fewer than its objects.</param>
    /// <param name="adjacent">Whether the bot wants to face a cell next to the object, not the object.</param>
    /// <param name="nearest">The object.</param>
    /// <param name="position">Where it was last known to be.</param>
    /// <exception cref="BotFailedException">Nothing in the whole level fits.</exception>
    internal bool TryFindNearest(ObjectDescription description, bool adjacent, out WorldObject? nearest, out Position position)
    {
        if (description.Objects.Count == 0)
            throw new BotFailedException($"The bot was to look for a {description.Color} {description.Type}, but none lies anywhere in the level.");
        (nearest, position) = (null, Position.Nowhere);
        int best = int.MaxValue;
        // Objects and positions are paired by index, although a position drops out when its object is picked up: the original does so.
        int count = Math.Min(description.Objects.Count, description.Positions.Count);
        for (int i = 0; i < count; i++)
        {
            var candidate = description.Positions[i];
            if (description.Objects[i] == Level.Carrying || !Map.IsSeen(candidate))
                continue;
            int distance = DistanceTo(candidate, adjacent);
            if (distance < best)
                (best, nearest, position) = (distance, description.Objects[i], candidate);
        }
        return nearest is not null;
    }

    private int DistanceTo(Position position, bool adjacent)
    {
        var route = Paths.Find((cell, _) => cell == position, tryThroughBlockers: true)
            ?? throw new BotFailedException($"The bot sees no way to the object at {position}.");
        int distance = route.Steps.Count;
        if (route.ThroughBlockers)
            distance += Level.Carrying is null ? UnblockingSteps : UnblockingStepsWhenCarrying;
        // From too close, one has to step back first.
        return distance switch
        {
            0 => adjacent ? 3 : 2,
            1 when adjacent => 3,
            _ => distance,
        };
    }

    /// <summary>Puts an instruction on the stack, so that what comes first lies on top.</summary>
    private void PushInstruction(Instruction instruction)
    {
        switch (instruction)
        {
            case GoToInstruction goTo:
                Push(new GoNextToSubgoal(this, goTo.Target));
                break;
            case OpenInstruction open:
                Push(new OpenSubgoal(this));
                Push(new GoNextToSubgoal(this, open.Target, GoReason.Open));
                break;
            case PickupInstruction pickup:
                // Put down again at once, so that the hands are free for what follows.
                Push(new DropSubgoal(this));
                Push(new PickupSubgoal(this));
                Push(new GoNextToSubgoal(this, pickup.Target));
                break;
            case PutNextInstruction putNext:
                Push(new DropSubgoal(this));
                Push(new GoNextToSubgoal(this, putNext.Neighbor, GoReason.PutNext));
                Push(new PickupSubgoal(this));
                Push(new GoNextToSubgoal(this, putNext.Moved));
                break;
            case OrderedInstruction ordered:
                PushInstruction(ordered.Second);
                PushInstruction(ordered.First);
                break;
            case CompoundInstruction compound:
                PushInstruction(compound.Right);
                PushInstruction(compound.Left);
                break;
            default:
                throw new BotFailedException($"The bot does not know how to carry out a {instruction.GetType().Name}.");
        }
    }

    private void Remember()
    {
        (PreviousPosition, PreviouslyCarried, _previousFront) = (Level.AgentPosition, Level.Carrying, Level.Grid[Level.FrontPosition]);
        if (_previousFront is { Type: ObjectType.Door } door)
            DoorWasOpen = door.IsOpen;
    }
}
