namespace Reverie.Environments.ClassicControl;

/// <summary>
/// Draws smooth shapes over an image [rows, columns, 3]. Lengths are in pixels of the picture for people, y pointing up; a scale makes
/// smaller pictures of the same scene. Colours are 0xRRGGBB.
/// </summary>
internal readonly ref struct Canvas(Span<byte> image, int rows, int columns, float scale)
{
    private readonly Span<byte> _image = image;

    public void Clear(int color)
    {
        for (int i = 0; i < rows * columns; i++)
            (_image[3 * i], _image[3 * i + 1], _image[3 * i + 2]) = ((byte)(color >> 16), (byte)(color >> 8), (byte)color);
    }

    public void Disc(float x, float y, float radius, int color) => Fill(new Capsule(x, y, x, y, radius), color);

    /// <summary>A line with round ends.</summary>
    public void Line(float x1, float y1, float x2, float y2, float width, int color) => Fill(new Capsule(x1, y1, x2, y2, width / 2), color);

    /// <summary>A rectangle around a point, turned to the left by an angle.</summary>
    public void Block(float x, float y, float halfWidth, float halfHeight, float angle, int color) =>
        Fill(new Rectangle(x, y, halfWidth, halfHeight, MathF.Sin(angle), MathF.Cos(angle)), color);

    private void Fill<TShape>(TShape shape, int color) where TShape : struct, IShape
    {
        var (left, bottom, right, top) = shape.Bounds;
        int firstColumn = Math.Max(0, (int)(left * scale) - 1), lastColumn = Math.Min(columns - 1, (int)(right * scale) + 1);
        int firstRow = Math.Max(0, rows - 2 - (int)(top * scale)), lastRow = Math.Min(rows - 1, rows - (int)(bottom * scale) + 1);
        for (int row = firstRow; row <= lastRow; row++)
        {
            for (int column = firstColumn; column <= lastColumn; column++)
            {
                float outside = shape.Distance((column + 0.5f) / scale, (rows - row - 0.5f) / scale) * scale;
                float cover = Math.Clamp(0.5f - outside, 0, 1);
                if (cover > 0)
                    Blend(_image.Slice(3 * (row * columns + column), 3), color, cover);
            }
        }
    }

    private static void Blend(Span<byte> pixel, int color, float cover)
    {
        for (int channel = 0; channel < 3; channel++)
            pixel[channel] = (byte)(pixel[channel] + cover * ((byte)(color >> (16 - 8 * channel)) - pixel[channel]) + 0.5f);
    }

    private interface IShape
    {
        (float Left, float Bottom, float Right, float Top) Bounds { get; }

        /// <summary>How far a point is outside; negative inside.</summary>
        float Distance(float x, float y);
    }

    private readonly record struct Capsule(float X1, float Y1, float X2, float Y2, float Radius) : IShape
    {
        public (float Left, float Bottom, float Right, float Top) Bounds =>
            (Math.Min(X1, X2) - Radius, Math.Min(Y1, Y2) - Radius, Math.Max(X1, X2) + Radius, Math.Max(Y1, Y2) + Radius);

        public float Distance(float x, float y)
        {
            float dx = X2 - X1, dy = Y2 - Y1, length = dx * dx + dy * dy;
            float along = length == 0 ? 0 : Math.Clamp(((x - X1) * dx + (y - Y1) * dy) / length, 0, 1);
            float awayX = x - X1 - along * dx, awayY = y - Y1 - along * dy;
            return MathF.Sqrt(awayX * awayX + awayY * awayY) - Radius;
        }
    }

    private readonly record struct Rectangle(float X, float Y, float HalfWidth, float HalfHeight, float Sin, float Cos) : IShape
    {
        public (float Left, float Bottom, float Right, float Top) Bounds
        {
            get
            {
                float reach = HalfWidth + HalfHeight;
                return (X - reach, Y - reach, X + reach, Y + reach);
            }
        }

        public float Distance(float x, float y)
        {
            float dx = x - X, dy = y - Y;
            return Math.Max(Math.Abs(dx * Cos + dy * Sin) - HalfWidth, Math.Abs(dy * Cos - dx * Sin) - HalfHeight);
        }
    }
}
