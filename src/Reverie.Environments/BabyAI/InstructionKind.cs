namespace Reverie.Environments.BabyAI;

/// <summary>How <see cref="LevelGen"/> may build a sentence.</summary>
public enum InstructionKind
{
    /// <summary>A single action.</summary>
    Action,

    /// <summary>Two actions in any order.</summary>
    And,

    /// <summary>Two sentences, one before the other.</summary>
    Sequence,
}
