namespace Reverie.Environments.Imaging;

/// <summary>An environment that draws pictures of itself for agents, smaller or plainer than what it renders for people.</summary>
public interface IHasPixels
{
    /// <summary>Rows and columns of its pictures.</summary>
    (int Rows, int Columns) PictureSize(PixelView view);

    /// <summary>Draws itself as it is now, over all of an image [rows, columns, 3].</summary>
    void DrawPicture(PixelView view, Span<byte> image);
}
