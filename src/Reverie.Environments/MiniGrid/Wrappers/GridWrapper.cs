using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Base of the wrappers that change what happens and leave what is seen alone.</summary>
public abstract class GridWrapper(Environment<GridObservation<byte>, int> inner) : Wrapper<GridObservation<byte>, GridObservation<byte>, int>(inner)
{
    public override Space<GridObservation<byte>> ObservationSpace => Inner.ObservationSpace;

    /// <summary>The grid world beneath all wrappers.</summary>
    protected MiniGridEnv Grid { get; } = GridSpaces.GridBeneath(inner);

    public override GridObservation<byte> Reset(ulong? seed = null) => Inner.Reset(seed);

    public override StepResult<GridObservation<byte>> Step(int action) => Inner.Step(action);
}
