using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>
/// Tells the discounted return of a frame from its codes, so that the codes must tell it: a perceptron with ReLUs on all codes of the frame.
/// </summary>
public sealed class ValueCritic : Module
{
    private readonly Sequential _net;

    /// <param name="inputs">Numbers that a frame's codes have together, E g².</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public ValueCritic(long inputs, ValueCriticOptions options, Generator generator)
    {
        var layers = new List<Layer>();
        for (int i = 0; i < options.LayerCount; i++)
            layers.AddRange([new Linear(i == 0 ? inputs : options.HiddenSize, options.HiddenSize, generator: generator), new Activation(F.Relu)]);
        _net = Child("net", new Sequential([.. layers, new Linear(options.HiddenSize, 1, generator: generator)]));
    }

    /// <param name="codes">[N, E, g, g]</param>
    /// <returns>[N]</returns>
    public Tensor Forward(Tensor codes) => _net.Forward(codes.Flatten(1)).Squeeze(-1);
}
