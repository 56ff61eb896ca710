namespace Reverie.Environments.MiniGrid;

/// <summary>What the image of a grid's observation is made of.</summary>
internal enum GridImage
{
    /// <summary>The agent's view in symbols.</summary>
    View,

    /// <summary>The whole world in symbols.</summary>
    World,

    /// <summary>Pixels, or another code.</summary>
    Other,
}
