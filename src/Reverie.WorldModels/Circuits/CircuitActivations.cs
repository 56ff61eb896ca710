using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>What the names of <see cref="CircuitActivation"/> stand for.</summary>
internal static class CircuitActivations
{
    public static Func<Tensor, Tensor> Function(this CircuitActivation activation) => activation switch
    {
        CircuitActivation.LecunTanh => static x => (x * 0.666).Tanh() * 1.7159,
        CircuitActivation.Tanh => static x => x.Tanh(),
        CircuitActivation.Relu => F.Relu,
        CircuitActivation.Silu => F.Silu,
        CircuitActivation.Gelu => F.Gelu,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };
}
