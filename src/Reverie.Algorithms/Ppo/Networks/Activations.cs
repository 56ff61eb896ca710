using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Networks;

internal static class Activations
{
    internal static Tensor Activate(this Tensor x, ActivationKind kind) => kind == ActivationKind.Tanh ? x.Tanh() : F.Relu(x);
}
