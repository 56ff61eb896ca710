using Reverie.Environments.Imaging;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid;

/// <content>Pictures of the world.</content>
public abstract partial class MiniGridEnv
{
    /// <summary>Pixels per cell of the pictures that agents are shown.</summary>
    private const int PictureTileSize = 16;

    /// <summary>Pixels per cell of <see cref="Render"/>.</summary>
    public int TileSize { get; init; } = 32;

    /// <summary>Whether <see cref="Render"/> brightens what the agent sees.</summary>
    public bool Highlight { get; init; } = true;

    /// <summary>Whether <see cref="Render"/> shows the agent's view instead of the world.</summary>
    public bool AgentPov { get; init; }

    /// <summary>The world, or the agent's view of it, as an image [rows, columns, 3].</summary>
    public override NdArray<byte> Render() => RenderFrame(TileSize, Highlight, AgentPov);

    (int Rows, int Columns) IHasPixels.PictureSize(PixelView view) =>
        view == PixelView.World ? (Height * PictureTileSize, Width * PictureTileSize) : (View.Size * PictureTileSize, View.Size * PictureTileSize);

    void IHasPixels.DrawPicture(PixelView view, Span<byte> image)
    {
        if (view == PixelView.World)
            RenderWorld(image, PictureTileSize, Highlight);
        else
            RenderView(image, PictureTileSize);
    }

    /// <summary>A fresh image [rows, columns, 3].</summary>
    /// <param name="tileSize">Pixels per cell.</param>
    /// <param name="highlight">Whether to brighten what the agent sees (its own view is always bright).</param>
    /// <param name="agentPov">Whether to draw the agent's view instead of the world.</param>
    public NdArray<byte> RenderFrame(int tileSize = 32, bool highlight = true, bool agentPov = false)
    {
        NdArray<byte> image = agentPov
            ? new(View.Size * tileSize, View.Size * tileSize, 3)
            : new(Height * tileSize, Width * tileSize, 3);
        if (agentPov)
            RenderView(image.Span, tileSize);
        else
            RenderWorld(image.Span, tileSize, highlight);
        return image;
    }

    /// <summary>Draws the agent's view into an image [View.Size * tileSize, View.Size * tileSize, 3].</summary>
    public void RenderView(Span<byte> image, int tileSize)
    {
        var atlas = TileAtlas.OfSize(tileSize);
        var view = Look();
        for (int y = 0; y < view.Size; y++)
        {
            for (int x = 0; x < view.Size; x++)
            {
                bool visible = view.IsVisible(x, y);
                bool agentHere = x == view.Size / 2 && y == view.Size - 1;
                atlas.Draw(image, view.Size * tileSize, x, y, visible ? view[x, y] : Cell.Empty, agentHere ? Direction.Up : null, visible);
            }
        }
    }

    /// <summary>Draws the whole world into an image [Height * tileSize, Width * tileSize, 3].</summary>
    public void RenderWorld(Span<byte> image, int tileSize, bool highlight = true)
    {
        var atlas = TileAtlas.OfSize(tileSize);
        Look();
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Position here = new(x, y);
                bool seen = highlight && IsInView(here);
                atlas.Draw(image, Width * tileSize, x, y, Grid.CellAt(here), here == AgentPosition ? AgentDirection : null, seen);
            }
        }
    }

    /// <summary>Whether a cell of the world is in what the agent last saw.</summary>
    public bool IsInView(Position position)
    {
        var offset = position - AgentPosition;
        var ahead = Position.Towards(AgentDirection);
        int forward = offset.X * ahead.X + offset.Y * ahead.Y;
        int right = offset.Y * ahead.X - offset.X * ahead.Y;
        int x = View.Size / 2 + right, y = View.Size - 1 - forward;
        return (uint)x < (uint)View.Size && (uint)y < (uint)View.Size && View.IsVisible(x, y);
    }
}
