using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Losses;

/// <summary>Segments of episodes, frames already turned into tokens. L steps a row, padded on the right.</summary>
/// <param name="ObservationTokens">Integers [B, L, K].</param>
/// <param name="Actions">Integers [B, L].</param>
/// <param name="Rewards">[B, L]; only the sign counts.</param>
/// <param name="Ends">Integers or truth values [B, L], at most one set in a row.</param>
/// <param name="MaskPadding">Truth values [B, L], false where a step is padding.</param>
public readonly record struct WorldModelBatch(Tensor ObservationTokens, Tensor Actions, Tensor Rewards, Tensor Ends, Tensor MaskPadding)
{
    /// <summary>The sequence of the world model: each step's K tokens, then its action, [B, L (K + 1)].</summary>
    public Tensor Tokens() => Tensor.Cat([ObservationTokens, Actions.Unsqueeze(-1)], -1).Flatten(1);
}
