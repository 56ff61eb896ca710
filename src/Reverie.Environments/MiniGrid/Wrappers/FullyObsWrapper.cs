namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Shows the whole grid as symbols, [Width, Height, 3]; the agent's cell holds (10, 0, direction).</summary>
public sealed class FullyObsWrapper(Environment<GridObservation<byte>, int> inner)
    : ImageWrapper<byte>(inner, 0, 255, GridSpaces.GridBeneath(inner).Width, GridSpaces.GridBeneath(inner).Height, 3)
{
    internal override GridImage Shows => GridImage.World;

    protected override void Draw(GridObservation<byte> observation, Span<byte> image)
    {
        Grid.Grid.Encode(image);
        int agent = (Grid.AgentPosition.X * Grid.Height + Grid.AgentPosition.Y) * 3;
        (image[agent], image[agent + 1], image[agent + 2]) = ((byte)ObjectType.Agent, (byte)ObjectColor.Red, (byte)Grid.AgentDirection);
    }
}
