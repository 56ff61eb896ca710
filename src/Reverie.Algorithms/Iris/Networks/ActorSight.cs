namespace Reverie.Algorithms.Iris.Networks;

/// <summary>What the actor-critic sees.</summary>
public enum ActorSight
{
    /// <summary>Pictures, through convolutions.</summary>
    Frames,

    /// <summary>The frame's tokens, through a table of vectors and a layer.</summary>
    Tokens,
}
