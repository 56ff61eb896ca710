using Reverie.Torch;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Layers;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// A language model as a recurrent cell: K vectors stand beside each other in one step and are read as a sentence would be. K - 1 of them are
/// made of latent and action; the last one is the read-out, a learned vector behind all of them, so that a model that looks back only sees everything
/// there. (Were it zero, the gates of Mamba would make nothing of it.)
/// The state of the step before is added to them, and what comes out is the new state, K E numbers.
/// </summary>
public sealed class PseudoTokenModel : RecurrentModel
{
    private readonly int _tokens;
    private readonly long _width;
    private readonly Mlp _input;
    private readonly LanguageCore _core;
    private readonly Tensor _readOut;

    /// <param name="options">Sizes; <see cref="RssmOptions.PseudoTokens"/> is K, <see cref="RssmOptions.Recurrent"/> is K E.</param>
    /// <param name="core">The language model, E wide.</param>
    /// <param name="generator">Draws the initial weights of the input layer.</param>
    public PseudoTokenModel(RssmOptions options, LanguageCore core, Generator? generator = null)
    {
        (_tokens, _width) = (options.PseudoTokens, core.InputSize);
        _input = Child("mlp", new Mlp(
            options.StochasticSize + options.Actions, (_tokens - 1) * _width, layers: 1, output: null, options.Style, generator));
        _core = Child("backbone", core);
        _readOut = Parameter("read_out", Tensor.Randn([1, _width], generator));
    }

    internal override Tensor Prepare(Tensor actions) => _input.Prepare(actions);

    internal override Tensor Forward(Tensor latent, Tensor prepared, Tensor state)
    {
        var made = _input.ForwardSplit(latent, prepared);
        var vectors = Tensor.Cat([made, _readOut.Expand(made.Size(0), -1)], -1) + state;
        return _core.Forward(vectors.View(-1, _tokens, _width)).Flatten(1);
    }

    /// <summary>The read-out, [..., E].</summary>
    internal override Tensor ForPrior(Tensor state) => state.Narrow(-1, (_tokens - 1) * _width, _width);

    /// <summary>All but the read-out, [..., (K - 1) E].</summary>
    internal override Tensor ForPosterior(Tensor state) => state.Narrow(-1, 0, (_tokens - 1) * _width);
}
