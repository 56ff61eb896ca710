using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.Language.Models.Mamba;

/// <summary>
/// The selective recurrence of Mamba (Gu and Dao, 2023, Algorithm 2): δ = softplus(step), h_t = exp(δ A) h_(t-1) + δ B u,
/// y = (C h + D u) silu(gate). Zero-order hold for A, Euler for B.
/// </summary>
public static class SelectiveScan
{
    private static readonly Operator ScanOp = new("reverie::selective_scan");

    /// <param name="u">Input [B, T, E].</param>
    /// <param name="step">Time steps before the softplus, [B, T, E].</param>
    /// <param name="a">Decay, negative, [E, N].</param>
    /// <param name="b">Input weights [B, T, N].</param>
    /// <param name="c">Output weights [B, T, N].</param>
    /// <param name="d">Skip [E].</param>
    /// <param name="gate">[B, T, E]; null: no gate.</param>
    /// <param name="initial">State before the first step, [B, E, N]; null: zero.</param>
    /// <returns>Output [B, T, E] and the state after the last step, [B, E, N].</returns>
    public static (Tensor Output, Tensor State) Run(Tensor u, Tensor step, Tensor a, Tensor b, Tensor c, Tensor d, Tensor? gate =
        null, Tensor? initial = null) =>
        u.Device.IsCpu && u.DType == ScalarType.Float32
            ? Aten.CallPair(ScanOp, u, step, a, b, c, d, gate, initial)
            : Compose(u, step, a, b, c, d, gate, initial);

    /// <summary>The same out of ordinary operators, step by step: for other devices and types, and for checking the fused one.</summary>
    public static (Tensor Output, Tensor State) Compose(Tensor u, Tensor step, Tensor a, Tensor b, Tensor c, Tensor d, Tensor? gate =
        null, Tensor? initial = null)
    {
        long steps = u.Size(1);
        var delta = F.Softplus(step);
        var h = initial ?? Tensor.Zeros([u.Size(0), u.Size(2), a.Size(1)], u.DType, u.Device); // [B, E, N]
        var outputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
        {
            var now = delta.Select(1, t).Unsqueeze(-1); // [B, E, 1]
            var taken = now * b.Select(1, t).Unsqueeze(1) * u.Select(1, t).Unsqueeze(-1); // [B, E, N]
            h = ((now * a).Exp() * h) + taken;
            outputs[t] = h.MatMul(c.Select(1, t).Unsqueeze(-1)).Squeeze(-1); // [B, E]
        }
        var y = Tensor.Stack(outputs, 1) + (d * u);
        return (gate is null ? y : y * F.Silu(gate), h);
    }
}
