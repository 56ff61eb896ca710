using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>A distribution of actions [..., A].</summary>
public abstract class ActionDistribution
{
    /// <summary>Draws an action; where actions are real numbers, the gradient flows through it.</summary>
    /// <param name="sampler">Draws choices.</param>
    /// <param name="noise">Draws normal numbers.</param>
    public abstract Tensor Sample(ITokenSampler sampler, INoise noise);

    /// <summary>The likeliest action.</summary>
    public abstract Tensor Mode();

    /// <summary>log p of an action, [...].</summary>
    public abstract Tensor LogProb(Tensor action);

    /// <summary>In nats, [...]; null where it has no closed form.</summary>
    public abstract Tensor? Entropy();
}
