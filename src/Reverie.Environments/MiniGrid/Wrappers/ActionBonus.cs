namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Rewards rare actions: adds 1 / sqrt(n), n being how often this action has led to this pose. Counts outlive episodes.</summary>
public sealed class ActionBonus(Environment<GridObservation<byte>, int> inner) : GridWrapper(inner)
{
    private readonly Dictionary<(Position, Direction, int), int> _counts = [];

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        var result = Inner.Step(action);
        int count = Counter.Increment(_counts, (Grid.AgentPosition, Grid.AgentDirection, action));
        return result with { Reward = result.Reward + 1 / Math.Sqrt(count) };
    }
}
