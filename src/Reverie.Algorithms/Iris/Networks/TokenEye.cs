using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>What an actor-critic makes of a frame's tokens: x = relu(W [E(z_1), ..., E(z_K)] + b).</summary>
internal sealed class TokenEye : Module
{
    private readonly Embedding _table;
    private readonly Linear _layer;

    /// <param name="vocabulary">Distinct tokens.</param>
    /// <param name="tokens">Tokens of a frame, K.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public TokenEye(long vocabulary, long tokens, ActorCriticOptions options, Generator? generator)
    {
        Tokens = tokens;
        _table = Child("embedding", new Embedding(vocabulary, options.TokenDim, generator));
        _layer = Child("layer", new Linear(tokens * options.TokenDim, options.FeatureDim, generator: generator));
    }

    /// <summary>K.</summary>
    public long Tokens { get; }

    /// <summary>The same as operators of an ONNX graph.</summary>
    public OnnxValue Forward(OnnxValue tokens) => _layer.Forward(_table.Forward(tokens).Flatten()).Relu();

    /// <param name="tokens">Integers [B, K].</param>
    /// <returns>[B, F]</returns>
    public Tensor Forward(Tensor tokens) => F.Relu(_layer.Forward(_table.Forward(tokens).Flatten(1)));
}
