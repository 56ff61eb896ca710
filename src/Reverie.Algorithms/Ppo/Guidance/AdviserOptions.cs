using System.ComponentModel.DataAnnotations;
using Reverie.Language.Advisers.Choosing;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Who advises.</summary>
public sealed record AdviserOptions
{
    /// <summary>
    /// <c>words</c> (a language model that is told what is seen), or a control: <c>bot</c> (an expert that knows the level: how much can advice
    /// help at all?) or <c>random</c> (does it matter what is said?).
    /// </summary>
    [RegularExpression("bot|random|words", ErrorMessage = "'adviser.name' must be bot, random or words.")]
    public string Name { get; init; } = "bot";

    /// <summary>Probability that the bot's advice is a random action instead.</summary>
    [Range(0.0, 1.0)]
    public double ErrorRate { get; init; }

    /// <summary>Probability that the adviser says something at all at a step.</summary>
    [Range(0.0, 1.0)]
    public double Coverage { get; init; } = 1;

    /// <summary>
    /// Whether the expert is asked at every step as well, for the log alone: <c>guidance/expert</c>, how often the best of the advice is what the
    /// expert would do.
    /// </summary>
    public bool Compare { get; init; }

    /// <summary>With <c>words</c>: who is asked; the small model that `reverie pretrain exp=grid-adviser` makes unless told otherwise.</summary>
    public Language.Advisers.AdviserOptions Words { get; init; } = new()
    {
        Model = "reverie/grid-adviser",
        Prompt = "grid.1",
        Choice = ChoiceKind.Score,
        NormalizeByLength = false,
    };
}
