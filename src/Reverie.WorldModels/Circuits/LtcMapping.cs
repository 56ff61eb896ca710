namespace Reverie.WorldModels.Circuits;

/// <summary>What stands between a liquid cell and the world, for inputs and outputs each.</summary>
public enum LtcMapping
{
    /// <summary>A factor and an offset for each number.</summary>
    Affine,

    /// <summary>A factor for each number.</summary>
    Linear,

    None,
}
