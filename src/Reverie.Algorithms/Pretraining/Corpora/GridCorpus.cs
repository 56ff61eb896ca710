using System.Text;
using Reverie.Environments;
using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Pretraining.Corpora;

/// <summary>
/// Episodes of MiniGrid and BabyAI told in words: the mission, then what the agent sees and what it does, step by step. In BabyAI
/// the expert bot acts, elsewhere chance does, so the text holds both plans that work and the consequences of any action.
/// </summary>
public sealed class GridCorpus : IDisposable
{
    // The beginning of an episode says most; without a limit a few endless levels would fill the corpus.
    private const int MaxSteps = 48;

    private readonly SeededRandom _random;
    private readonly MiniGridEnv[] _environments;

    /// <param name="seed">Same seed, same text.</param>
    /// <param name="ids">The environments; all of MiniGrid and BabyAI unless given.</param>
    public GridCorpus(ulong seed, IReadOnlyList<string>? ids = null)
    {
        _random = new SeededRandom(seed, "grid corpus");
        var registry = BuiltInEnvironments.CreateRegistry();
        ids ??= [.. registry.Specs.Select(spec => spec.Id)
            .Where(id => id.StartsWith("BabyAI-", StringComparison.Ordinal) || id.StartsWith("MiniGrid-", StringComparison.Ordinal))];
        _environments = [.. ids.Select(id => (MiniGridEnv)registry.Make(id))];
    }

    /// <summary>Documents without end, one an episode.</summary>
    public IEnumerable<string> Documents()
    {
        while (true)
        {
            var environment = _environments[_random.NextInt(_environments.Length)];
            if (Tell(environment, (ulong)_random.NextInt(int.MaxValue)) is { } story)
                yield return story;
        }
    }

    public void Dispose()
    {
        foreach (var environment in _environments)
            environment.Dispose();
    }

    /// <returns>The episode, or null where the bot does not know how to go on.</returns>
    private string? Tell(MiniGridEnv environment, ulong seed)
    {
        var text = new StringBuilder();
        try
        {
            var observation = environment.Reset(seed);
            var bot = environment is RoomGridLevel level ? new ExpertBot(level) : null;
            text.Append("My goal is: ").Append(observation.Mission).Append(".\n");
            GridAction? action = null;
            for (int step = 0; step < MaxSteps; step++)
            {
                action = bot?.Replan(action) ?? (GridAction)_random.NextInt((int)GridAction.Done);
                text.Append(Caption.Describe(observation.Image)).Append(" I ").Append(Caption.Describe(observation.Image, action.Value)).Append('\n');
                var result = environment.Step((int)action.Value);
                observation = result.Observation;
                if (!result.Done)
                    continue;
                text.Append(result.Reward > 0 ? "I have reached my goal.\n" : result.Terminated ? "I have failed.\n" : "There is no time left.\n");
                break;
            }
        }
        catch (Exception e) when (e is BotFailedException or LevelGenerationException)
        {
            return null;
        }
        return text.ToString();
    }
}
