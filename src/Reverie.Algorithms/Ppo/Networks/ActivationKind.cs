namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>What stands between two layers.</summary>
public enum ActivationKind
{
    Tanh,
    Relu,
}
