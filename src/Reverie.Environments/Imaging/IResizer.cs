namespace Reverie.Environments.Imaging;

/// <summary>Scales images of interleaved RGB into three planes.</summary>
public interface IResizer
{
    /// <param name="source">[rows, columns, 3].</param>
    /// <param name="target">[3, height, width].</param>
    void Resize(ReadOnlySpan<byte> source, Span<byte> target);

    /// <summary>The resizer of a kind, for images of one size.</summary>
    static IResizer Create(Resampling resampling, int rows, int columns, int height, int width) => resampling == Resampling.Bilinear
        ? new BilinearResizer(rows, columns, height, width)
        : new AreaResizer(rows, columns, height, width);
}
