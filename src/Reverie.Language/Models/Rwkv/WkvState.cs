using Reverie.Torch;

namespace Reverie.Language.Models.Rwkv;

/// <summary>Running sums of RWKV's attention, divided by exp(Max) so that they never overflow; [B, A] each.</summary>
/// <param name="Numerator">Sum of exp(k) v, decayed.</param>
/// <param name="Denominator">Sum of exp(k), decayed.</param>
/// <param name="Max">The largest exponent so far.</param>
public readonly record struct WkvState(Tensor Numerator, Tensor Denominator, Tensor Max);
