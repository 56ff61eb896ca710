using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>
/// Adds the slope, or the angle of it, from the agent to the goal. As in the original, a reset drops the seed that it is given, the goal is
/// looked up once and kept, and its coordinates come out exchanged, which on grids that are not square is another cell.
/// </summary>
public sealed class DirectionObsWrapper : Wrapper<GridObservation<byte>, DirectedObservation, int>, ICrossEpisodeState
{
    private readonly MiniGridEnv _grid;
    private readonly GoalDirectionType _type;
    private Position? _goal;
    private DirectedObservation? _observation;

    /// <param name="inner">The environment.</param>
    /// <param name="type">Whether to give the slope or its angle.</param>
    public DirectionObsWrapper(Environment<GridObservation<byte>, int> inner, GoalDirectionType type = GoalDirectionType.Slope) : base(inner)
    {
        (_grid, _type) = (GridSpaces.GridBeneath(inner), type);
        var parts = ((DictSpace<GridObservation<byte>>)inner.ObservationSpace).Spaces;
        ObservationSpace = new DictSpace<DirectedObservation>(
            values => new DirectedObservation(GridSpaces.Assemble<byte>(values)) { GoalDirection = (double)values["goal_direction"] },
            ("image", parts["image"]), ("direction", parts["direction"]), ("mission", parts["mission"]), ("goal_direction", new RealLine()));
    }

    public override Space<DirectedObservation> ObservationSpace { get; }

    /// <exception cref="InvalidOperationException">The level has no goal.</exception>
    public override DirectedObservation Reset(ulong? seed = null)
    {
        var observation = Inner.Reset();
        _goal ??= FindGoal();
        return Observe(observation);
    }

    public override StepResult<DirectedObservation> Step(int action)
    {
        var result = Inner.Step(action);
        return result.With(Observe(result.Observation));
    }

    void ICrossEpisodeState.SaveMemory(BinaryWriter writer)
    {
        var goal = _goal ?? Position.Nowhere;
        writer.Write(goal.X);
        writer.Write(goal.Y);
    }

    void ICrossEpisodeState.RestoreMemory(BinaryReader reader)
    {
        Position goal = new(reader.ReadInt32(), reader.ReadInt32());
        _goal = goal == Position.Nowhere ? null : goal;
    }

    private DirectedObservation Observe(GridObservation<byte> observation)
    {
        var goal = _goal ?? throw new InvalidOperationException("Call Reset before the first Step.");
        double slope = (double)(goal.Y - _grid.AgentPosition.Y) / (goal.X - _grid.AgentPosition.X);
        var directed = _observation ??= new(observation);
        (directed.Grid, directed.GoalDirection) = (observation, _type == GoalDirectionType.Angle ? Math.Atan(slope) : slope);
        return directed;
    }

    private Position FindGoal()
    {
        for (int y = 0; y < _grid.Height; y++)
        {
            for (int x = 0; x < _grid.Width; x++)
            {
                if (_grid.Grid.CellAt(new(x, y)).Type == ObjectType.Goal)
                {
                    int index = y * _grid.Width + x;
                    return new(index / _grid.Height, index % _grid.Width);
                }
            }
        }
        throw new InvalidOperationException($"{_grid.GetType().Name} has no goal to point at: use this wrapper on levels with a green goal square.");
    }
}
