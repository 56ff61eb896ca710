using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>A <see cref="CfcCell"/> in a sequence.</summary>
internal sealed class CfcPass(CfcWeights weights, Tensor x, Tensor? times) : CircuitPass
{
    private readonly Tensor _projected = weights.Project(x); // [B, T, width]

    public override Tensor Step(long t, Tensor hidden) => weights.Step(_projected.Select(1, t), hidden, TimeAt(times, t));

    /// <summary>The time that passes at a step, [B, 1].</summary>
    internal static Tensor? TimeAt(Tensor? times, long t) => times?.Select(1, t).Unsqueeze(1);
}
