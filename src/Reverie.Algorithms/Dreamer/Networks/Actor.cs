using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Chooses actions from latent states: dense layers, and a head for each choice, or one for all real numbers.</summary>
public sealed class Actor : Module
{
    private readonly ActorSizes _sizes;
    private readonly ActionSpec _actions;
    private readonly Mlp _model;
    private readonly ModuleList<Linear> _heads;

    /// <param name="latent">Numbers of a latent state.</param>
    /// <param name="actions">What an action is.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public Actor(long latent, ActionSpec actions, ActorSizes sizes, Generator? generator = null)
    {
        (_sizes, _actions) = (sizes, actions);
        _model = Child("model", sizes.Head.Build(latent, output: null, generator));
        long[] outputs = actions.IsContinuous ? [2L * actions.Size] : [.. actions.Choices.Select(count => (long)count)];
        _heads = Child("mlp_heads", new ModuleList<Linear>(outputs.Select(output => new Linear(_model.OutputSize, output, bias: true, generator))));
    }

    /// <summary>The last maps.</summary>
    internal IReadOnlyList<Linear> Outputs => _heads;

    /// <param name="latent">[..., L]</param>
    /// <returns>The distribution of actions [..., A]: choices one-hot side by side, or real numbers.</returns>
    public ActionDistribution Forward(Tensor latent) => Distribution(_model.Forward(latent));

    /// <summary>The same for states without gradients, with what <see cref="MapLatents"/> gave.</summary>
    internal ActionDistribution Forward(LatentMap layers, LatentState state) => Distribution(layers.Forward(state.Recurrent, state.Stochastic));

    /// <summary>The same for a whole trajectory, whose states get no gradients.</summary>
    internal ActionDistribution Forward(Func<Mlp, Tensor> through) => Distribution(through(_model));

    /// <summary>The dense layers as they are now, for many calls; null where there is none.</summary>
    /// <param name="variables">Numbers of a state's one-hot variables.</param>
    internal LatentMap? MapLatents(long variables) => _model.HasHidden ? new(_model, variables) : null;

    private ActionDistribution Distribution(Tensor hidden)
    {
        if (!_actions.IsContinuous)
            return new ChoiceDistribution([.. _heads.Select(head => OneHot.Unimix(head.Forward(hidden), _sizes.Unimix))]);
        var parts = _heads[0].Forward(hidden).Chunk(2, -1);
        return NumberDistribution.Of(_sizes, parts[0], parts[1]);
    }
}
