using Reverie.Torch;

namespace Reverie.Language.Models.Rwkv;

/// <summary>RWKV's attention: a mean of the values seen so far, weighted by exp(k) that decays with age and by exp(u + k) for the present one.</summary>
public static class Wkv
{
    /// <param name="k">Keys [B, T, A].</param>
    /// <param name="v">Values [B, T, A].</param>
    /// <param name="decay">w, negative, [A].</param>
    /// <param name="first">u, the bonus of the present step, [A].</param>
    /// <param name="state">Sums before the first step.</param>
    /// <param name="visible">[B, T, 1], 0 where a step is padding, else 1; null: none is.</param>
    /// <returns>[B, T, A] and the sums after the last step.</returns>
    public static (Tensor Output, WkvState State) Run(Tensor k, Tensor v, Tensor decay, Tensor first, WkvState state, Tensor? visible)
    {
        long steps = k.Size(1);
        var padding = visible?.Eq(0).Float(); // 1 where a step is padding
        var outputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
        {
            var (key, value) = (k.Select(1, t), v.Select(1, t));
            var present = key + first;
            var peak = state.Max.Maximum(present);
            var (old, now) = ((state.Max - peak).Exp(), (present - peak).Exp());
            var weight = (old * state.Denominator) + now;
            // Before the first real step nothing has any weight: 0 / 1 instead of 0 / 0.
            if (padding is not null)
                weight += padding.Select(1, t);
            outputs[t] = ((old * state.Numerator) + (now * value)) / weight;

            var aged = state.Max + decay;
            peak = aged.Maximum(key);
            (old, now) = ((aged - peak).Exp(), (key - peak).Exp());
            state = new WkvState((old * state.Numerator) + (now * value), (old * state.Denominator) + now, peak);
        }
        return (Tensor.Stack(outputs, 1), state);
    }
}
