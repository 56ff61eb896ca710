using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Layers;

namespace Reverie.WorldModels.Latents;

/// <summary>A dense layer over latent and action, and a gated recurrent cell.</summary>
public sealed class GruModel : RecurrentModel
{
    private readonly Mlp _input;
    private readonly LayerNormGruCell _cell;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public GruModel(RssmOptions options, Generator? generator = null)
    {
        _input = Child("mlp", new Mlp(options.StochasticSize + options.Actions, options.Dense, layers: 1, output: null, options.Style, generator));
        _cell = Child("rnn", new LayerNormGruCell(options.Dense, options.Recurrent, options.Style.Norm, options.Style.Epsilon, generator));
    }

    internal override Tensor Prepare(Tensor actions) => _input.Prepare(actions);

    internal override (Tensor[] Weights, double[] Epsilons)? Fused(long latent)
    {
        if (_input.Single is not { } input || _cell.Parts is not (var weight, { Bias: { } bias } norm, var epsilon))
            return null;
        return ([input.Weight.Narrow(1, 0, latent), input.Norm.Weight, input.Norm.Bias!, weight, norm.Weight, bias], [input.Norm.Epsilon, epsilon]);
    }

    internal override Tensor Forward(Tensor latent, Tensor prepared, Tensor state) => _cell.Forward(_input.ForwardSplit(latent, prepared), state);
}
