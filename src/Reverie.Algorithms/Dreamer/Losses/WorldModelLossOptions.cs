namespace Reverie.Algorithms.Dreamer.Losses;

/// <summary>Weights of the parts of the world model's loss.</summary>
/// <param name="KlDynamic">Of the divergence that teaches the prior.</param>
/// <param name="KlRepresentation">Of the divergence that keeps the posterior predictable.</param>
/// <param name="KlFreeNats">Divergence below this costs the same.</param>
/// <param name="KlRegularizer">Of both divergences.</param>
/// <param name="ContinueScale">Of the head for the episode's going on.</param>
/// <param name="TokenScale">Of words.</param>
public sealed record WorldModelLossOptions(
    double KlDynamic = 0.5, double KlRepresentation = 0.1, double KlFreeNats = 1, double KlRegularizer = 1, double ContinueScale = 1, double TokenScale = 1);
