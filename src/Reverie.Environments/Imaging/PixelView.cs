namespace Reverie.Environments.Imaging;

/// <summary>What a picture of a world shows.</summary>
public enum PixelView
{
    /// <summary>All of it.</summary>
    World,

    /// <summary>What the agent sees.</summary>
    Agent,
}
