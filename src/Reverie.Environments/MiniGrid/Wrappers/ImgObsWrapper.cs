using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Gives the agent the image alone, without direction and mission.</summary>
public sealed class ImgObsWrapper(Environment<GridObservation<byte>, int> inner) : ObservationWrapper<GridObservation<byte>, NdArray<byte>, int>(inner)
{
    public override Box<byte> ObservationSpace { get; } = GridSpaces.ImageSpace(inner);

    protected override NdArray<byte> Observe(GridObservation<byte> observation) => observation.Image;
}
