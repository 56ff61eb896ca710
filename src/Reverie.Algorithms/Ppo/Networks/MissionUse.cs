namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>What becomes of the mission's text.</summary>
public enum MissionUse
{
    /// <summary>Nobody reads it.</summary>
    None,

    /// <summary>It modulates the features of the view (FiLM, Perez et al., 2018), as in BabyAI.</summary>
    Film,
}
