using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>What the actor-critic says of one step.</summary>
/// <param name="LogitsActions">[B, 1, A]</param>
/// <param name="Values">[B, 1, 1]</param>
public readonly record struct ActorCriticOutput(Tensor LogitsActions, Tensor Values);
