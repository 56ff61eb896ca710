using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Layers;

namespace Reverie.WorldModels.Latents;

/// <summary>The memory of a recurrent state-space model: a dense layer over latent and action, and a gated recurrent cell.</summary>
public sealed class RecurrentModel : Module
{
    private readonly Mlp _input;
    private readonly LayerNormGruCell _cell;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public RecurrentModel(RssmOptions options, Generator? generator = null)
    {
        _input = Child("mlp", new Mlp(options.StochasticSize + options.Actions, options.Dense, layers: 1, output: null, options.Style, generator));
        _cell = Child("rnn", new LayerNormGruCell(options.Dense, options.Recurrent, options.Style.Norm, options.Style.Epsilon, generator));
    }

    /// <summary>The actions' share of the first layer, for all steps at once.</summary>
    /// <param name="actions">[..., A]</param>
    internal Tensor Prepare(Tensor actions) => _input.Prepare(actions);

    /// <summary>Its weights, where it is what an operator along whole sequences computes; see <see cref="F.RssmObserve"/>.</summary>
    internal (Tensor[] Weights, double[] Epsilons)? Fused(long latent)
    {
        if (_input.Single is not { } input || _cell.Parts is not (var weight, { Bias: { } bias } norm, var epsilon))
            return null;
        return ([input.Weight.Narrow(1, 0, latent), input.Norm.Weight, input.Norm.Bias!, weight, norm.Weight, bias], [input.Norm.Epsilon, epsilon]);
    }

    /// <summary>One step.</summary>
    /// <param name="latent">[B, S D]</param>
    /// <param name="prepared">Of the action, [B, dense].</param>
    /// <param name="state">[B, H]</param>
    /// <returns>The new state, [B, H].</returns>
    internal Tensor Forward(Tensor latent, Tensor prepared, Tensor state) => _cell.Forward(_input.ForwardSplit(latent, prepared), state);
}
