namespace Reverie.Environments.Imaging;

/// <summary>
/// Resizes images of interleaved RGB by area averaging, into three planes. When enlarging this is a blend at the borders of the
/// enlarged pixels only; when the sizes are equal it is a copy. The weights are laid out once.
/// </summary>
public sealed class AreaResizer : IResizer
{
    private const int Channels = 3;

    private readonly int _columns, _height, _width;
    private readonly bool _sameSize;
    private readonly Overlap[] _vertical, _horizontal;
    private readonly float[] _rowSums;

    /// <param name="rows">Of the images that come.</param>
    /// <param name="columns">Of the images that come.</param>
    /// <param name="height">Rows of the planes.</param>
    /// <param name="width">Columns of the planes.</param>
    public AreaResizer(int rows, int columns, int height, int width)
    {
        (_columns, _height, _width, _sameSize) = (columns, height, width, rows == height && columns == width);
        (_vertical, _horizontal) = (Overlap.Between(rows, height), Overlap.Between(columns, width));
        _rowSums = new float[columns * Channels];
    }

    /// <inheritdoc/>
    public void Resize(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int stride = _columns * Channels, plane = _height * _width, next = 0;
        if (_sameSize)
        {
            Separate(source, target[..plane], target.Slice(plane, plane), target.Slice(2 * plane, plane));
            return;
        }
        for (int y = 0; y < _height; y++)
        {
            Array.Clear(_rowSums);
            for (; next < _vertical.Length && _vertical[next].Target == y; next++)
            {
                float weight = _vertical[next].Weight;
                var row = source.Slice(_vertical[next].Source * stride, stride);
                for (int i = 0; i < row.Length; i++)
                    _rowSums[i] += weight * row[i];
            }
            SumColumns(target.Slice(y * _width), plane);
        }
    }

    private static void Separate(ReadOnlySpan<byte> source, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        for (int i = 0; i < red.Length && i < green.Length && i < blue.Length; i++, source = source[Channels..])
            (red[i], green[i], blue[i]) = (source[0], source[1], source[2]);
    }

    private void SumColumns(Span<byte> target, int plane)
    {
        for (int i = 0; i < _horizontal.Length;)
        {
            int x = _horizontal[i].Target;
            float r = 0, g = 0, b = 0;
            for (; i < _horizontal.Length && _horizontal[i].Target == x; i++)
            {
                float weight = _horizontal[i].Weight;
                int from = _horizontal[i].Source * Channels;
                r += weight * _rowSums[from];
                g += weight * _rowSums[from + 1];
                b += weight * _rowSums[from + 2];
            }
            (target[x], target[plane + x], target[2 * plane + x]) = ((byte)(r + 0.5f), (byte)(g + 0.5f), (byte)(b + 0.5f));
        }
    }

    /// <summary>How much of an output pixel, along one axis, an input pixel covers; the weights of an output pixel add up to one.</summary>
    private readonly record struct Overlap(int Target, int Source, float Weight)
    {
        public static Overlap[] Between(int sourceLength, int targetLength)
        {
            var overlaps = new List<Overlap>();
            // On a common ruler an output pixel is sourceLength long and an input pixel targetLength.
            for (int target = 0; target < targetLength; target++)
            {
                int start = target * sourceLength, end = start + sourceLength;
                for (int source = start / targetLength; source * targetLength < end; source++)
                {
                    int covered = Math.Min(end, (source + 1) * targetLength) - Math.Max(start, source * targetLength);
                    overlaps.Add(new(target, source, (float)covered / sourceLength));
                }
            }
            return [.. overlaps];
        }
    }
}
