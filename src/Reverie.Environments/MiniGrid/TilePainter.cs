namespace Reverie.Environments.MiniGrid;

/// <summary>Draws the tile of one cell.</summary>
internal static class TilePainter
{
    private static readonly Rgb GridLine = new(100, 100, 100), AgentRed = new(255, 0, 0), LavaOrange = new(255, 128, 0);

    /// <param name="cell">What the cell shows.</param>
    /// <param name="agent">Where the agent on it looks, or null if it is elsewhere.</param>
    /// <param name="highlight">Whether the cell lies in the agent's view.</param>
    /// <param name="tileSize">Width and height in pixels.</param>
    /// <returns>Pixels [tileSize, tileSize, 3].</returns>
    public static byte[] Paint(Cell cell, Direction? agent, bool highlight, int tileSize)
    {
        var canvas = new TileCanvas(tileSize);
        canvas.Rectangle(0, 0.031, 0, 1, GridLine);
        canvas.Rectangle(0, 1, 0, 0.031, GridLine);
        PaintObject(canvas, cell);
        if (agent is { } direction)
            canvas.Arrow(direction, AgentRed);
        if (highlight)
            canvas.Highlight();
        return canvas.Downsample();
    }

    private static void PaintObject(TileCanvas canvas, Cell cell)
    {
        var color = Rgb.Of(cell.Color);
        switch (cell.Type)
        {
            case ObjectType.Wall or ObjectType.Goal:
                canvas.Rectangle(0, 1, 0, 1, color);
                break;
            case ObjectType.Floor:
                canvas.Rectangle(0.031, 1, 0.031, 1, color.Times(0.5));
                break;
            case ObjectType.Lava:
                PaintLava(canvas);
                break;
            case ObjectType.Door:
                PaintDoor(canvas, (DoorState)cell.State, color);
                break;
            case ObjectType.Key:
                PaintKey(canvas, color);
                break;
            case ObjectType.Ball:
                canvas.Circle(0.5, 0.5, 0.31, color);
                break;
            case ObjectType.Box:
                canvas.Rectangle(0.12, 0.88, 0.12, 0.88, color);
                canvas.Rectangle(0.18, 0.82, 0.18, 0.82, Rgb.Black);
                canvas.Rectangle(0.16, 0.84, 0.47, 0.53, color);
                break;
        }
    }

    private static void PaintLava(TileCanvas canvas)
    {
        canvas.Rectangle(0, 1, 0, 1, LavaOrange);
        for (int wave = 0; wave < 3; wave++)
        {
            double crest = 0.3 + 0.2 * wave, trough = 0.4 + 0.2 * wave;
            canvas.Line(0.1, crest, 0.3, trough, 0.03, Rgb.Black);
            canvas.Line(0.3, trough, 0.5, crest, 0.03, Rgb.Black);
            canvas.Line(0.5, crest, 0.7, trough, 0.03, Rgb.Black);
            canvas.Line(0.7, trough, 0.9, crest, 0.03, Rgb.Black);
        }
    }

    private static void PaintDoor(TileCanvas canvas, DoorState state, Rgb color)
    {
        switch (state)
        {
            case DoorState.Open:
                canvas.Rectangle(0.88, 1, 0, 1, color);
                canvas.Rectangle(0.92, 0.96, 0.04, 0.96, Rgb.Black);
                break;
            case DoorState.Locked:
                canvas.Rectangle(0, 1, 0, 1, color);
                canvas.Rectangle(0.06, 0.94, 0.06, 0.94, color.Times(0.45));
                canvas.Rectangle(0.52, 0.75, 0.50, 0.56, color);
                break;
            default:
                canvas.Rectangle(0, 1, 0, 1, color);
                canvas.Rectangle(0.04, 0.96, 0.04, 0.96, Rgb.Black);
                canvas.Rectangle(0.08, 0.92, 0.08, 0.92, color);
                canvas.Rectangle(0.12, 0.88, 0.12, 0.88, Rgb.Black);
                canvas.Circle(0.75, 0.50, 0.08, color);
                break;
        }
    }

    private static void PaintKey(TileCanvas canvas, Rgb color)
    {
        canvas.Rectangle(0.50, 0.63, 0.31, 0.88, color);
        canvas.Rectangle(0.38, 0.50, 0.59, 0.66, color);
        canvas.Rectangle(0.38, 0.50, 0.81, 0.88, color);
        canvas.Circle(0.56, 0.28, 0.190, color);
        canvas.Circle(0.56, 0.28, 0.064, Rgb.Black);
    }
}
