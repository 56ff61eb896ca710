namespace Reverie.Environments.Imaging;

/// <summary>An environment that knows how to show itself in pictures, better than by what it renders for people.</summary>
public interface IHasPixels
{
    /// <summary>The environment with images [rows, columns, 3] for observations; it owns this one.</summary>
    /// <param name="view">What the pictures show.</param>
    IEnvironment WithPixels(PixelView view);
}
