namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>The numbers of one minibatch, before its step.</summary>
/// <param name="Total">What is minimised.</param>
/// <param name="Policy"></param>
/// <param name="Value">Without its coefficient.</param>
/// <param name="Entropy">Mean.</param>
/// <param name="ApproximateKl"></param>
/// <param name="ClipFraction"></param>
/// <param name="GradientNorm">Before clipping.</param>
public readonly record struct MinibatchLosses(
    double Total, double Policy, double Value, double Entropy, double ApproximateKl, double ClipFraction, double GradientNorm);
