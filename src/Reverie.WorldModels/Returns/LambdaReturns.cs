using Reverie.Torch;

namespace Reverie.WorldModels.Returns;

/// <summary>
/// λ-returns (Sutton and Barto, 2018): G_t = r_t + γ (1 - end_t) ((1 - λ) v_{t+1} + λ G_{t+1}), the last one being the last
/// value, so that the last reward is never used.
/// </summary>
public static class LambdaReturns
{
    /// <summary>Without gradients.</summary>
    /// <param name="rewards">[B, H]</param>
    /// <param name="values">[B, H]</param>
    /// <param name="ends">Truth values [B, H].</param>
    /// <param name="gamma">Discount.</param>
    /// <param name="lambda">0: one step ahead; 1: all the way.</param>
    /// <returns>[B, H]</returns>
    public static Tensor Compute(Tensor rewards, Tensor values, Tensor ends, double gamma, double lambda)
    {
        long batch = values.Size(0), horizon = values.Size(1);
        float[] r = rewards.Float().ToArray<float>(), v = values.Detach().Float().ToArray<float>();
        bool[] end = ends.To(ScalarType.Bool).ToArray<bool>();
        float[] returns = new float[v.Length];
        for (long row = 0; row < batch; row++)
        {
            long last = ((row + 1) * horizon) - 1;
            double next = returns[last] = v[last];
            for (long t = last - 1; t >= row * horizon; t--)
            {
                double ahead = end[t] ? 0 : gamma * (((1 - lambda) * v[t + 1]) + (lambda * next));
                next = returns[t] = (float)(r[t] + ahead);
            }
        }
        return Tensor.From(returns, batch, horizon).To(values.Device);
    }
}
