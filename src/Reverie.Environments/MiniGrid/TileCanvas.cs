namespace Reverie.Environments.MiniGrid;

/// <summary>
/// A square to draw shapes on, at three times the resolution of the tile it becomes. Shapes live in the unit square, x to the right,
/// y down; a pixel is painted if its centre lies in the shape.
/// </summary>
internal sealed class TileCanvas(int tileSize)
{
    private const int Supersampling = 3;

    private readonly int _size = tileSize * Supersampling;
    private readonly byte[] _pixels = new byte[tileSize * Supersampling * tileSize * Supersampling * 3];

    /// <summary>Paints all pixels whose centre satisfies <paramref name="inside"/>.</summary>
    public void Fill(Func<double, double, bool> inside, Rgb color)
    {
        for (int row = 0, offset = 0; row < _size; row++)
        {
            for (int column = 0; column < _size; column++, offset += 3)
            {
                if (inside((column + 0.5) / _size, (row + 0.5) / _size))
                    (_pixels[offset], _pixels[offset + 1], _pixels[offset + 2]) = (color.R, color.G, color.B);
            }
        }
    }

    /// <summary>A rectangle, borders included.</summary>
    public void Rectangle(double left, double right, double top, double bottom, Rgb color) =>
        Fill((x, y) => x >= left && x <= right && y >= top && y <= bottom, color);

    public void Circle(double centerX, double centerY, double radius, Rgb color) =>
        Fill((x, y) => (x - centerX) * (x - centerX) + (y - centerY) * (y - centerY) <= radius * radius, color);

    /// <summary>A thick line: all points within <paramref name="radius"/> of the segment and within its bounding box widened by as much.</summary>
    public void Line(double x0, double y0, double x1, double y1, double radius, Rgb color)
    {
        double length = Math.Sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        double ux = (x1 - x0) / length, uy = (y1 - y0) / length;
        Fill(
            (x, y) =>
            {
                double along = Math.Clamp((x - x0) * ux + (y - y0) * uy, 0, length);
                double dx = x - (x0 + along * ux), dy = y - (y0 + along * uy);
                return Math.Sqrt(dx * dx + dy * dy) <= radius;
            },
            color);
    }

    /// <summary>The agent's arrowhead, pointing in a direction.</summary>
    public void Arrow(Direction direction, Rgb color)
    {
        // Turn each pixel back into the frame in which the arrow points to the right.
        (double cos, double sin) = direction switch { Direction.Right => (1, 0), Direction.Down => (0, 1), Direction.Left => (-1, 0), _ => (0, -1) };
        Fill(
            (x, y) =>
            {
                double dx = x - 0.5, dy = y - 0.5;
                double tx = 0.5 + cos * dx + sin * dy, ty = 0.5 + cos * dy - sin * dx;
                return InTriangle(tx, ty, (0.12, 0.19), (0.87, 0.50), (0.12, 0.81));
            },
            color);
    }

    /// <summary>Blends everything 30 % of the way to white, as where the agent's view falls.</summary>
    public void Highlight()
    {
        foreach (ref byte value in _pixels.AsSpan())
            value = (byte)(value + 0.3 * (255 - value));
    }

    /// <summary>Averages each block of 3 x 3 pixels, first along rows and then along columns, and rounds down.</summary>
    public byte[] Downsample()
    {
        byte[] tile = new byte[tileSize * tileSize * 3];
        for (int row = 0, offset = 0; row < tileSize; row++)
        {
            for (int column = 0; column < tileSize; column++)
            {
                for (int channel = 0; channel < 3; channel++, offset++)
                {
                    tile[offset] = (byte)((RowMean(3 * row, column, channel) + RowMean(3 * row + 1, column, channel)
                        + RowMean(3 * row + 2, column, channel)) / 3);
                }
            }
        }
        return tile;
    }

    private double RowMean(int row, int column, int channel)
    {
        int i = (row * _size + column * Supersampling) * 3 + channel;
        return (_pixels[i] + _pixels[i + 3] + _pixels[i + 6]) / 3.0;
    }

    private static bool InTriangle(double x, double y, (double X, double Y) a, (double X, double Y) b, (double X, double Y) c)
    {
        // Barycentric coordinates of the point with respect to a; u belongs to c, v to b.
        double v0x = c.X - a.X, v0y = c.Y - a.Y, v1x = b.X - a.X, v1y = b.Y - a.Y, v2x = x - a.X, v2y = y - a.Y;
        double d00 = v0x * v0x + v0y * v0y, d01 = v0x * v1x + v0y * v1y, d02 = v0x * v2x + v0y * v2y;
        double d11 = v1x * v1x + v1y * v1y, d12 = v1x * v2x + v1y * v2y;
        double scale = d00 * d11 - d01 * d01;
        double u = (d11 * d02 - d01 * d12) / scale, v = (d00 * d12 - d01 * d02) / scale;
        return u >= 0 && v >= 0 && u + v < 1;
    }
}
