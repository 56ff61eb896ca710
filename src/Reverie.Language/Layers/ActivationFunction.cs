using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>Activation functions by the names that configurations use.</summary>
internal static class ActivationFunction
{
    /// <summary>Whether the name means x sigmoid(x), which fused operators do on their way.</summary>
    public static bool IsSilu(string name) => name is "silu" or "swish";

    /// <exception cref="NotSupportedException">The name is unknown; the message lists those that are known.</exception>
    public static Func<Tensor, Tensor> Of(string name) => name switch
    {
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => F.GeluTanh,
        "gelu" => F.Gelu,
        "quick_gelu" => static x => x * (x * 1.702).Sigmoid(),
        "relu" => F.Relu,
        "silu" or "swish" => F.Silu,
        "tanh" => static x => x.Tanh(),
        _ => throw new NotSupportedException(
            $"The activation function '{name}' is not supported; those that are: gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, quick_gelu, relu, " +
            $"silu, swish, tanh."),
    };
}
