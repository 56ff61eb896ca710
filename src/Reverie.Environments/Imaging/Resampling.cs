namespace Reverie.Environments.Imaging;

/// <summary>How pictures are made smaller or larger.</summary>
public enum Resampling
{
    /// <summary>Each pixel is the mean of what it covers.</summary>
    Area,

    /// <summary>Pillow's <c>BILINEAR</c>, to the last bit: what IRIS sees of Atari games.</summary>
    Bilinear,
}
