namespace Reverie.Environments.MiniGrid;

/// <summary>Pictures of the cells of symbolic images, as the environments' own renderer draws them.</summary>
public static class CellTiles
{
    /// <summary>
    /// Each cell of the agent's view: bright where it is seen.
    /// </summary>
    /// <param name="tileSize">Pixels per side.</param>
    /// <param name="agentHere">Whether the agent stands there, looking up.</param>
    /// <returns>One picture [tileSize, tileSize, 3] a cell of <see cref="CellVocabulary"/>.</returns>
    public static IReadOnlyList<byte[]> OfView(int tileSize, bool agentHere) =>
        Paint(tileSize, agentHere ? Direction.Up : null, cell => cell.Type != ObjectType.Unseen);

    /// <summary>Each cell of the whole world; what the agent sees is not brighter, since the symbols do not say it.</summary>
    /// <inheritdoc cref="OfView"/>
    public static IReadOnlyList<byte[]> OfWorld(int tileSize) => Paint(tileSize, null, _ => false);

    private static byte[][] Paint(int tileSize, Direction? agent, Func<Cell, bool> highlight)
    {
        var atlas = TileAtlas.OfSize(tileSize);
        return [.. CellVocabulary.All.Select(cell => atlas.Tile(Ground(cell), cell.Type == ObjectType.Agent ? (Direction)cell.State : agent, highlight(cell)).ToArray())];
    }

    /// <summary>What is drawn beneath the agent, and where nothing is seen.</summary>
    private static Cell Ground(Cell cell) => cell.Type is ObjectType.Unseen or ObjectType.Agent ? Cell.Empty : cell;
}
