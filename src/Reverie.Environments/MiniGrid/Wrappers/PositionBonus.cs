namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Rewards rare places: adds 1 / sqrt(n), n being how often the agent has been on this cell. Counts outlive episodes.</summary>
public sealed class PositionBonus(Environment<GridObservation<byte>, int> inner) : GridWrapper(inner), ICrossEpisodeState
{
    private readonly Dictionary<Position, int> _counts = [];

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        var result = Inner.Step(action);
        return result with { Reward = result.Reward + 1 / Math.Sqrt(Counter.Increment(_counts, Grid.AgentPosition)) };
    }

    void ICrossEpisodeState.SaveMemory(BinaryWriter writer)
    {
        writer.Write(_counts.Count);
        foreach (var (position, count) in _counts)
        {
            writer.Write(position.X);
            writer.Write(position.Y);
            writer.Write(count);
        }
    }

    void ICrossEpisodeState.RestoreMemory(BinaryReader reader)
    {
        _counts.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--)
            _counts[new(reader.ReadInt32(), reader.ReadInt32())] = reader.ReadInt32();
    }
}
