namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>
/// Lets the agent survive: an end that comes from walking into certain things, or from standing on one, costs reward and is none. What
/// merely blocks the way costs nothing.
/// </summary>
public sealed class NoDeath : GridWrapper
{
    private readonly HashSet<ObjectType> _types;
    private readonly double _deathCost;

    /// <param name="inner">The environment.</param>
    /// <param name="noDeathTypes">The types that no longer kill, for example lava.</param>
    /// <param name="deathCost">What is added to the reward instead.</param>
    /// <exception cref="ArgumentException">The goal is one of the types: reaching it is no death.</exception>
    public NoDeath(Environment<GridObservation<byte>, int> inner, IEnumerable<ObjectType> noDeathTypes, double deathCost = -1) : base(inner)
    {
        (_types, _deathCost) = ([.. noDeathTypes], deathCost);
        if (_types.Contains(ObjectType.Goal))
            throw new ArgumentException("Reaching the goal is no death: leave goal out of no_death_types.");
        // An empty cell is nothing that one could die of.
        _types.Remove(ObjectType.Empty);
    }

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        bool walksInto = action == (int)GridAction.Forward && _types.Contains(Grid.Grid.CellAt(Grid.FrontPosition).Type);
        var result = Inner.Step(action);
        return result.Terminated && (walksInto || _types.Contains(Grid.Grid.CellAt(Grid.AgentPosition).Type))
            ? result with { Reward = result.Reward + _deathCost, Terminated = false }
            : result;
    }
}
