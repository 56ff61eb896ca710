using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Language;

/// <summary>Shows the agent nothing but words: the caption of its view, with or without its mission.</summary>
/// <param name="inner">An environment that shows the symbolic view.</param>
/// <param name="withMission">Whether each caption begins with the mission.</param>
public sealed class CaptionWrapper(Environment<GridObservation<byte>, int> inner, bool withMission = true)
    : ObservationWrapper<GridObservation<byte>, string, int>(GridSpaces.WithImage(inner, GridImage.View))
{
    public override Space<string> ObservationSpace { get; } = MissionSpace.Any;

    protected override string Observe(GridObservation<byte> observation) =>
        withMission ? Caption.Describe(observation.Image, observation.Mission) : Caption.Describe(observation.Image);
}
