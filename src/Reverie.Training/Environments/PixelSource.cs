namespace Reverie.Training.Environments;

/// <summary>What the frames show.</summary>
public enum PixelSource
{
    /// <summary>The whole world from above.</summary>
    World,

    /// <summary>What the agent sees, turned its way.</summary>
    View,
}
