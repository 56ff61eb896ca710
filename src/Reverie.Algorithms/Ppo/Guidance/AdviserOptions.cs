using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Who advises.</summary>
public sealed record AdviserOptions
{
    /// <summary><c>bot</c> (an expert that knows the level: how much can advice help at all?) or <c>random</c> (does it matter what is said?).</summary>
    [RegularExpression("bot|random", ErrorMessage = "'guidance.adviser.name' must be bot or random.")]
    public string Name { get; init; } = "bot";

    /// <summary>Probability that the bot's advice is a random action instead.</summary>
    [Range(0.0, 1.0)]
    public double ErrorRate { get; init; }

    /// <summary>Probability that the adviser says something at all at a step.</summary>
    [Range(0.0, 1.0)]
    public double Coverage { get; init; } = 1;
}
