namespace Reverie.Environments.ControlSuite.Drawing;

/// <summary>How finely pictures are drawn; in software that decides how fast.</summary>
public enum PictureQuality
{
    /// <summary>Coarse shadows, one sample a pixel.</summary>
    Fast,

    /// <summary>No shadows, one sample a pixel.</summary>
    Plain,

    /// <summary>As dm_control draws: fine shadows, four samples a pixel.</summary>
    Full,
}
