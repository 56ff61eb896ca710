namespace Reverie.Training.Environments;

/// <summary>What of a grid world is drawn into the frames.</summary>
public enum PixelSource
{
    /// <summary>The whole world from above.</summary>
    World,

    /// <summary>What the agent sees, turned its way.</summary>
    View,
}
