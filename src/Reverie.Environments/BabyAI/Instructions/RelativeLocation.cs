namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>Where an object is as the agent sees it when the episode begins; in the order in which chance picks them.</summary>
public enum RelativeLocation
{
    Left,
    Right,
    Front,
    Behind,
}
