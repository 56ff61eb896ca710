namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Rewards rare actions: adds 1 / sqrt(n), n being how often this action has led to this pose. Counts outlive episodes.</summary>
public sealed class ActionBonus(Environment<GridObservation<byte>, int> inner) : GridWrapper(inner), ICrossEpisodeState
{
    private readonly Dictionary<(Position, Direction, int), int> _counts = [];

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        var result = Inner.Step(action);
        int count = Counter.Increment(_counts, (Grid.AgentPosition, Grid.AgentDirection, action));
        return result with { Reward = result.Reward + 1 / Math.Sqrt(count) };
    }

    void ICrossEpisodeState.SaveMemory(BinaryWriter writer)
    {
        writer.Write(_counts.Count);
        foreach (var ((position, direction, action), count) in _counts)
        {
            writer.Write(position.X);
            writer.Write(position.Y);
            writer.Write((byte)direction);
            writer.Write(action);
            writer.Write(count);
        }
    }

    void ICrossEpisodeState.RestoreMemory(BinaryReader reader)
    {
        _counts.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--)
            _counts[(new(reader.ReadInt32(), reader.ReadInt32()), (Direction)reader.ReadByte(), reader.ReadInt32())] = reader.ReadInt32();
    }
}
