using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>What a world model knows of the world, step by step: a memory, and categorical variables that are expected (prior) and seen (posterior).</summary>
public abstract class LatentModel(RssmOptions options) : Module
{
    public RssmOptions Options { get; } = options;

    /// <summary>The last map of the prior.</summary>
    public abstract Linear PriorOutput { get; }

    /// <summary>The last map of the posterior.</summary>
    public abstract Linear PosteriorOutput { get; }

    /// <summary>Goes through observed sequences.</summary>
    /// <param name="embedded">Embedded observations, [T, B, E].</param>
    /// <param name="actions">Row t led to observation t, [T, B, A]; what stands at the start of an episode does not matter.</param>
    /// <param name="isFirst">Truth values [T, B]: an episode starts here, and nothing of before is known.</param>
    /// <param name="sampler">Draws the variables.</param>
    public abstract LatentSequence Observe(Tensor embedded, Tensor actions, Tensor isFirst, ITokenSampler sampler);

    /// <summary>Goes on from every state of observed sequences, without observations. No gradients flow into the sequences.</summary>
    /// <param name="sequence">What <see cref="Observe"/> gave; all its steps are starts, time first: N = T B.</param>
    /// <param name="horizon">Most steps.</param>
    public abstract LatentDream Dream(LatentSequence sequence, int horizon);

    /// <summary>Follows episodes as they are played; nothing has been seen yet.</summary>
    /// <param name="batch">How many.</param>
    public abstract LatentFilter Follow(long batch);

    /// <summary>What was expected of a step before it was seen.</summary>
    /// <param name="before">What was known before it; null where nobody remembers.</param>
    /// <param name="action">What led to it, [B, A].</param>
    /// <param name="now">What is known with it.</param>
    /// <returns>Logits [B, S, D]; null where <paramref name="before"/> would be needed.</returns>
    public abstract Tensor? Expected(LatentState? before, Tensor action, LatentState now);

    /// <summary>What the observation of a step says.</summary>
    /// <param name="now">What is known with it.</param>
    /// <param name="embedded">The observation, [B, E].</param>
    /// <returns>Logits [B, S, D].</returns>
    public abstract Tensor Recognised(LatentState now, Tensor embedded);

    /// <summary>What would be known, had a step's variables been others.</summary>
    /// <param name="before">What was known before it, where <see cref="Expected"/> needs that.</param>
    /// <param name="action">What led to it, [B, A].</param>
    /// <param name="now">What is known with it.</param>
    /// <param name="latent">The variables, flat: [B, S D].</param>
    public virtual LatentState Instead(LatentState? before, Tensor action, LatentState now, Tensor latent) => new(now.Recurrent, latent);

    /// <summary>Logits of the variables, the uniform share included.</summary>
    /// <param name="flat">[..., S D]</param>
    /// <returns>[..., S, D]</returns>
    protected Tensor Variables(Tensor flat) => OneHot.Unimix(Shaped(flat), Options.Unimix);

    /// <summary>The same without the uniform share.</summary>
    protected Tensor Shaped(Tensor flat) => flat.Reshape([.. flat.Shape[..^1], Options.Stochastic, Options.Discrete]);
}
