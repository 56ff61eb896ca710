namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Shows the whole grid as a list of (x, y, type), [Width, Height, 3]: an empty cell has type -1, the agent's 10.</summary>
public sealed class SymbolicObsWrapper(Environment<GridObservation<byte>, int> inner)
    : ImageWrapper<long>(inner, -1, 255, GridSpaces.GridBeneath(inner).Width, GridSpaces.GridBeneath(inner).Height, 3)
{
    protected override void Draw(GridObservation<byte> observation, Span<long> image)
    {
        int offset = 0;
        for (int x = 0; x < Grid.Width; x++)
        {
            for (int y = 0; y < Grid.Height; y++, offset += 3)
            {
                Position here = new(x, y);
                var type = here == Grid.AgentPosition ? ObjectType.Agent : Grid.Grid.CellAt(here).Type;
                (image[offset], image[offset + 1], image[offset + 2]) = (x, y, type == ObjectType.Empty ? -1 : (long)type);
            }
        }
    }
}
