using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Finds ways through the cells that the bot has seen, around objects where that is possible.</summary>
internal sealed class PathFinder(RoomGridLevel level, ExploredMap map)
{
    /// <summary>The plan of one action never takes so many searches unless it goes round in circles.</summary>
    private const int MaxSearchesPerPlan = 2000;

    private readonly BreadthFirstSearch _around = new(level, map), _through = new(level, map);
    private int _searchesOfThisPlan;

    /// <summary>How many searches were made.</summary>
    public int Searches { get; private set; }

    /// <summary>How many cells they reached.</summary>
    public int VisitedCells { get; private set; }

    /// <summary>Begins the plan of another action.</summary>
    public void BeginPlan() => _searchesOfThisPlan = 0;

    /// <summary>The way to the nearest cell that fits, or null.</summary>
    /// <param name="goal">Which cells fit.</param>
    /// <param name="tryThroughBlockers">Whether, if there is no other way, to look for one through objects.</param>
    /// <exception cref="BotFailedException">The bot plans in circles.</exception>
    public Route? Find(Goal goal, bool tryThroughBlockers = false)
    {
        var heading = Position.Towards(level.AgentDirection);
        if (Search(_around, [(level.AgentPosition, heading)], goal, ignoreBlockers: false) is { } finish)
            return MakeRoute(_around.Backtrack(finish), finish, throughBlockers: false);
        if (!tryThroughBlockers)
            return null;
        // The second search starts from wherever the first one got.
        if (Search(_through, _around.Visited.Select(cell => (cell, new Position(1, 0))), goal, ignoreBlockers: true) is not { } beyond)
            return null;
        List<Position> back = [.. _through.Backtrack(beyond)];
        return MakeRoute(back.Concat(_around.Backtrack(back[^1]).Skip(1)), beyond, throughBlockers: true);
    }

    private Position? Search(BreadthFirstSearch search, IEnumerable<(Position, Position)> starts, Goal goal, bool ignoreBlockers)
    {
        if (++_searchesOfThisPlan > MaxSearchesPerPlan)
            throw new BotFailedException("The bot is stuck: its plan leads back to itself.");
        Searches++;
        var found = search.Run(starts, goal, ignoreBlockers);
        VisitedCells += search.Visited.Count;
        return found;
    }

    private static Route MakeRoute(IEnumerable<Position> backwards, Position finish, bool throughBlockers) =>
        new([.. backwards.Reverse().Skip(1)], finish, throughBlockers);
}
