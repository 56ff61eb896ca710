namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Shows the agent's own view in colour: [view * tileSize, view * tileSize, 3].</summary>
public sealed class RgbImgPartialObsWrapper(Environment<GridObservation<byte>, int> inner, int tileSize = 8)
    : ImageWrapper<byte>(inner, 0, 255, GridSpaces.GridBeneath(inner).View.Size * tileSize, GridSpaces.GridBeneath(inner).View.Size * tileSize, 3)
{
    protected override void Draw(GridObservation<byte> observation, Span<byte> image) => Grid.RenderView(image, tileSize);
}
