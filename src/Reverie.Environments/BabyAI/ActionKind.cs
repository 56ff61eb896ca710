namespace Reverie.Environments.BabyAI;

/// <summary>What <see cref="LevelGen"/> may ask the agent to do.</summary>
public enum ActionKind
{
    GoTo,
    Pickup,
    Open,
    PutNext,
}
