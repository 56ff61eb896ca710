using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.WorldModels.Latents;

/// <summary>The memory of a recurrent state-space model: what the state becomes with latent and action.</summary>
public abstract class RecurrentModel : Module
{
    /// <summary>A gated cell, in blocks or not, or a language model in its place.</summary>
    internal static RecurrentModel Create(RssmOptions options, LanguageCore? core, Generator? generator)
    {
        if (core is not null)
            return new PseudoTokenModel(options, core, generator);
        return options.Blocks > 0 ? new BlockGruModel(options, generator) : new GruModel(options, generator);
    }

    /// <summary>One step.</summary>
    /// <param name="latent">[B, S D]</param>
    /// <param name="action">[B, A]</param>
    /// <param name="state">[B, H]</param>
    /// <returns>The new state, [B, H].</returns>
    public Tensor Step(Tensor latent, Tensor action, Tensor state) => Forward(latent, Prepare(action), state);

    /// <summary>The actions' share of the first layer, for all steps at once.</summary>
    /// <param name="actions">[..., A]</param>
    internal abstract Tensor Prepare(Tensor actions);

    /// <summary>Its weights, where it is what an operator along whole sequences computes; see <see cref="F.RssmObserve"/>.</summary>
    /// <param name="latent">Numbers of the latent, S D.</param>
    internal virtual (Tensor[] Weights, double[] Epsilons)? Fused(long latent) => null;

    /// <summary>One step.</summary>
    /// <param name="latent">[B, S D]</param>
    /// <param name="prepared">Of the action, [B, dense].</param>
    /// <param name="state">[B, H]</param>
    /// <returns>The new state, [B, H].</returns>
    internal abstract Tensor Forward(Tensor latent, Tensor prepared, Tensor state);

    /// <summary>What the prior sees of a state.</summary>
    /// <param name="state">[..., H]</param>
    internal virtual Tensor ForPrior(Tensor state) => state;

    /// <summary>What the posterior sees of a state.</summary>
    /// <param name="state">[..., H]</param>
    internal virtual Tensor ForPosterior(Tensor state) => state;
}
