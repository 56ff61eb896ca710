using Reverie.Torch;
using Reverie.WorldModels.Layers;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// The recurrent model of DreamerV3 in its version of 2024: state, latent and action pass a dense layer each; a hidden layer and the gates of the
/// unit consist of independent blocks, of which each sees its part of the state and all of the three, so that a large state costs little.
/// </summary>
public sealed class BlockGruModel : RecurrentModel
{
    private readonly Mlp _state;
    private readonly Mlp _latent;
    private readonly Mlp _action;
    private readonly BlockLinear _hidden;
    private readonly Chain _norm;
    private readonly BlockLinear _gates;
    private readonly long _blocks;

    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public BlockGruModel(RssmOptions options, Generator? generator = null)
    {
        _blocks = options.Blocks;
        _state = Child("state_input", Input(options.Recurrent));
        _latent = Child("latent_input", Input(options.StochasticSize));
        _action = Child("action_input", Input(options.Actions));
        _hidden = Child("hidden", new BlockLinear(options.Recurrent + (3L * options.Dense * _blocks), options.Recurrent, _blocks, generator));
        _norm = Child("norm", new Chain(options.Style.NormOf(options.Recurrent), Activations.Of(options.Style.Activation)));
        _gates = Child("gates", new BlockLinear(options.Recurrent, 3L * options.Recurrent, _blocks, generator));

        Mlp Input(long size) => new(size, options.Dense, layers: 1, output: null, options.Style, generator);
    }

    /// <summary>Actions are scaled down to 1 at most, without a gradient through the scale.</summary>
    internal override Tensor Prepare(Tensor actions) => _action.Forward(actions / actions.Detach().Abs().Clamp(min: 1));

    internal override Tensor Forward(Tensor latent, Tensor prepared, Tensor state)
    {
        long batch = state.Size(0);
        var all = Tensor.Cat([_state.Forward(state), _latent.Forward(latent), prepared], -1);
        var joint = Tensor.Cat([state.Reshape(batch, _blocks, -1), all.Unsqueeze(1).Expand(batch, _blocks, all.Size(-1))], -1);
        var hidden = _norm.Forward(_hidden.Forward(joint).Reshape(batch, -1));
        var parts = _gates.Forward(hidden.View(batch, _blocks, -1)).Chunk(3, -1); // of each block
        return F.GruGates(Tensor.Cat([.. parts.Select(part => part.Reshape(batch, -1))], -1), state);
    }
}
