using Reverie.Algorithms.Dreamer.Losses;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What a gradient step depends on.</summary>
public sealed record LearnerOptions
{
    /// <summary>H, imagined steps.</summary>
    public int Horizon { get; init; } = 15;

    /// <summary>Discount.</summary>
    public double Gamma { get; init; } = 0.996996996996997;

    /// <summary>Of the λ-returns.</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>Weight of the actor's entropy.</summary>
    public double EntropyScale { get; init; } = 3e-4;

    /// <summary>Whether the head for going on predicts the discount, too.</summary>
    public bool DiscountsContinue { get; init; }

    /// <summary>Weight of the critic's loss on replayed steps; where one optimizer moves everything, it teaches the world model, too.</summary>
    public double ReplayValueScale { get; init; }

    public WorldModelLossOptions WorldModel { get; init; } = new();

    /// <summary>The world model's gradients are scaled down to this norm; null: as they are.</summary>
    public double? ClipWorldModel { get; init; } = 1000;

    /// <inheritdoc cref="ClipWorldModel"/>
    public double? ClipActor { get; init; } = 100;

    /// <inheritdoc cref="ClipWorldModel"/>
    public double? ClipCritic { get; init; } = 100;
}
