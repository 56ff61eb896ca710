namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Lets the agent survive: walking into certain things costs reward but does not end the episode.</summary>
public sealed class NoDeath : GridWrapper
{
    private readonly HashSet<ObjectType> _types;
    private readonly double _deathCost;

    /// <param name="inner">The environment.</param>
    /// <param name="types">The types that no longer kill, for example lava.</param>
    /// <param name="deathCost">What is added to the reward instead.</param>
    public NoDeath(Environment<GridObservation<byte>, int> inner, IEnumerable<ObjectType> types, double deathCost = -1) : base(inner) =>
        (_types, _deathCost) = ([.. types], deathCost);

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        bool deadly = action == (int)GridAction.Forward && _types.Contains(Grid.Grid.CellAt(Grid.FrontPosition).Type);
        var result = Inner.Step(action);
        return deadly ? result with { Reward = result.Reward + _deathCost, Terminated = false } : result;
    }
}
