using Reverie.Torch;

namespace Reverie.Language.Models;

/// <summary>What a language model gives.</summary>
/// <param name="Logits">Unnormalised log-probabilities of the next token, [B, T, V].</param>
/// <param name="LastHiddenState">Behind the final norm, [B, T, H].</param>
/// <param name="HiddenStates">
/// In Hugging Face's order, the last being <paramref name="LastHiddenState"/>; empty where they were not asked for.
/// </param>
public sealed record LanguageModelOutput(Tensor Logits, Tensor LastHiddenState, IReadOnlyList<Tensor> HiddenStates);
