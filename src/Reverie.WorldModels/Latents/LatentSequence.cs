using Reverie.Torch;

namespace Reverie.WorldModels.Latents;

/// <summary>What a recurrent state-space model makes of observed sequences.</summary>
/// <param name="Recurrent">[T, B, H]</param>
/// <param name="Stochastic">Drawn posteriors, flat: [T, B, S D].</param>
/// <param name="PosteriorLogits">[T, B, S, D]</param>
/// <param name="PriorLogits">What was expected before the observation, [T, B, S, D].</param>
public sealed record LatentSequence(Tensor Recurrent, Tensor Stochastic, Tensor PosteriorLogits, Tensor PriorLogits)
{
    /// <summary>What heads see: variables first, [T, B, S D + H].</summary>
    public Tensor Features { get; } = Tensor.Cat([Stochastic, Recurrent], -1);

    /// <summary>What was expected to be said, where words are a latent of their own: [T, B, V].</summary>
    public Tensor? TokenLogits { get; init; }

    /// <summary>The same as the model beneath one that knows words saw it.</summary>
    internal LatentSequence? Beneath { get; init; }

    /// <summary>What a memory that is more than <see cref="Recurrent"/> was made of.</summary>
    internal SequencePast? Past { get; init; }
}
