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
    /// <param name="hidden">[B, T, 1], true where a step is padding, which leaves the sums alone; null: none is.</param>
    /// <returns>[B, T, A] and the sums after the last step.</returns>
    public static (Tensor Output, WkvState State) Run(Tensor k, Tensor v, Tensor decay, Tensor first, WkvState state, Tensor? hidden)
    {
        long steps = k.Size(1);
        var outputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
        {
            var (key, value) = (k.Select(1, t), v.Select(1, t));
            var present = key + first;
            var peak = state.Max.Maximum(present);
            var (old, now) = ((state.Max - peak).Exp(), (present - peak).Exp());
            var weight = (old * state.Denominator) + now;
            outputs[t] = ((old * state.Numerator) + (now * value)) / weight;

            var aged = state.Max + decay;
            peak = aged.Maximum(key);
            (old, now) = ((aged - peak).Exp(), (key - peak).Exp());
            var next = new WkvState((old * state.Numerator) + (now * value), (old * state.Denominator) + now, peak);
            state = hidden is null ? next : Kept(hidden.Select(1, t), state, next);
        }
        return (Tensor.Stack(outputs, 1), state);
    }

    private static WkvState Kept(Tensor hidden, WkvState before, WkvState next) => new(
        Tensor.Where(hidden, before.Numerator, next.Numerator), Tensor.Where(hidden, before.Denominator, next.Denominator),
        Tensor.Where(hidden, before.Max, next.Max));
}
