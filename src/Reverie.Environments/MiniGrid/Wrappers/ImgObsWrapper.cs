using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Gives the agent the image alone, without direction and mission.</summary>
public sealed class ImgObsWrapper : ObservationWrapper<GridObservation<byte>, NdArray<byte>, int>
{
    public ImgObsWrapper(Environment<GridObservation<byte>, int> inner) : base(inner) =>
        ObservationSpace = (Box<byte>)((DictSpace<GridObservation<byte>>)inner.ObservationSpace)["image"];

    public override Box<byte> ObservationSpace { get; }

    protected override NdArray<byte> Observe(GridObservation<byte> observation) => observation.Image;
}
