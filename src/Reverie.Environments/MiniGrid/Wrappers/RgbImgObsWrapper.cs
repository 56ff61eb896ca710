namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Shows the whole world in colour, [Height * tileSize, Width * tileSize, 3], with the agent's view brightened.</summary>
public sealed class RgbImgObsWrapper(Environment<GridObservation<byte>, int> inner, int tileSize = 8)
    : ImageWrapper<byte>(inner, 0, 255, GridSpaces.GridBeneath(inner).Height * tileSize, GridSpaces.GridBeneath(inner).Width * tileSize, 3)
{
    protected override void Draw(GridObservation<byte> observation, Span<byte> image) => Grid.RenderWorld(image, tileSize, Grid.Highlight);
}
