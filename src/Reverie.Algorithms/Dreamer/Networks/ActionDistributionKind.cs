namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>What actions are drawn from.</summary>
public enum ActionDistributionKind
{
    /// <summary>Choices as <see cref="Discrete"/>, real numbers as <see cref="ScaledNormal"/>.</summary>
    Auto,

    /// <summary>Categorical; for choices only.</summary>
    Discrete,

    /// <summary>A normal distribution with the given mean and deviation.</summary>
    Normal,

    /// <summary>The tanh of a normal variable.</summary>
    TanhNormal,

    /// <summary>A normal distribution around a tanh, its deviation between two bounds.</summary>
    ScaledNormal,
}
