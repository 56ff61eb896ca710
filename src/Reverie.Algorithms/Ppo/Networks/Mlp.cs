using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>Linear layers with an activation between them; orthogonal weights of gain √2 (the last one's is given), biases of 0.</summary>
internal sealed class Mlp : Module
{
    private readonly List<Linear> _layers = [];
    private readonly ActivationKind _activation;

    /// <param name="sizes">From input to output.</param>
    /// <param name="activation">Behind every layer but the last.</param>
    /// <param name="gain">Of the last layer.</param>
    /// <param name="generator">Draws the weights.</param>
    internal Mlp(ReadOnlySpan<int> sizes, ActivationKind activation, double gain, Generator generator)
    {
        _activation = activation;
        for (int i = 0; i + 1 < sizes.Length; i++)
            _layers.Add(Child($"{2 * i}", Linear(sizes[i], sizes[i + 1], i + 2 == sizes.Length ? gain : Math.Sqrt(2), generator)));
    }

    internal Tensor Forward(Tensor x)
    {
        foreach (var (i, layer) in _layers.Index())
            x = layer.Forward(i == 0 ? x : x.Activate(_activation));
        return x;
    }

    internal static Linear Linear(int inputs, int outputs, double gain, Generator generator)
    {
        var layer = new Linear(inputs, outputs, generator: generator);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        layer.Weight.CopyFrom(Init.Orthogonal(outputs, inputs, gain, generator));
        layer.Bias!.ZeroInPlace();
        return layer;
    }
}
