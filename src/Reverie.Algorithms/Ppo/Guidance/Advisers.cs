using Reverie.Environments.Arrays;
using Reverie.Language.Advisers;
using Reverie.Training.Configuration;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Makes advisers by name.</summary>
internal static class Advisers
{
    /// <param name="options">Who.</param>
    /// <param name="layout">What the environments show, and their actions.</param>
    /// <param name="environments">How many there are.</param>
    /// <param name="seed">Seeds the adviser's own draws.</param>
    /// <exception cref="ConfigException">The actions are not one choice of several.</exception>
    internal static IAdviser Create(AdviserOptions options, StepLayout layout, int environments, ulong seed)
    {
        if (layout.Action.Kind != ActionKind.Discrete)
            throw new ConfigException($"Advice is about one choice of several actions, and this environment takes {layout.Action}; set guidance.kind=none.");
        int actions = layout.Action.Choices[0];
        var random = new SeededRandom(seed, "adviser");
        return options.Name switch
        {
            "random" => new RandomAdviser(actions, options.Coverage, random),
            "words" => new WordAdviser(new AdviserFactory(EnvironmentVariables.Find, Console.Error.WriteLine).Create(options.Words), actions, environments, options.Words.History),
            _ => new BotAdviser(actions, environments, options.ErrorRate, options.Coverage, random),
        };
    }
}
