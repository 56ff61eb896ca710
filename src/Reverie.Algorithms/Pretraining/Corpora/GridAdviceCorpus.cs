using Reverie.Environments;
using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Pretraining.Corpora;

/// <summary>
/// Situations of BabyAI and what its expert bot would do, a question and an answer each, in the words in which an adviser is asked. Now and
/// then chance acts instead, so that the bot also tells how to go on from mistakes. Levels of the founding project's experiments are left out.
/// </summary>
public sealed class GridAdviceCorpus : IDisposable
{
    // Some levels are endless, and what comes late is like what came before.
    private const int MaxSteps = 64;
    private const double ErrorRate = 0.15;

    // Neighbours in a text are read together; steps of one episode would tell one another's answers.
    private const int Shuffled = 4096;
    private const string Nothing = "do nothing.";
    private static readonly string[] LeftOut = ["UnlockPickup", "DoorKey", "Empty"];

    private readonly SeededRandom _random;
    private readonly RoomGridLevel[] _levels;

    /// <param name="seed">Same seed, same text.</param>
    public GridAdviceCorpus(ulong seed)
    {
        _random = new SeededRandom(seed, "grid advice corpus");
        var registry = BuiltInEnvironments.CreateRegistry();
        _levels = [.. registry.Specs.Select(spec => spec.Id)
            .Where(id => id.StartsWith("BabyAI-", StringComparison.Ordinal) && !LeftOut.Any(name => id.Contains(name, StringComparison.Ordinal)))
            .Select(id => registry.Make(id)).OfType<RoomGridLevel>()];
    }

    /// <summary>Documents without end, one a situation, in no order.</summary>
    public IEnumerable<string> Documents()
    {
        var waiting = new List<string>();
        while (true)
        {
            waiting.AddRange(Play(_levels[_random.NextInt(_levels.Length)], (ulong)_random.NextInt(int.MaxValue)));
            while (waiting.Count > Shuffled)
            {
                int next = _random.NextInt(waiting.Count);
                yield return waiting[next];
                (waiting[next], waiting[^1]) = (waiting[^1], waiting[next]);
                waiting.RemoveAt(waiting.Count - 1);
            }
        }
    }

    public void Dispose()
    {
        foreach (var level in _levels)
            level.Dispose();
    }

    /// <returns>An episode as far as the bot knows how to go on.</returns>
    private List<string> Play(RoomGridLevel level, ulong seed)
    {
        var told = new List<string>();
        try
        {
            var observation = level.Reset(seed);
            var bot = new ExpertBot(level);
            GridAction? taken = null;
            bool isOver = false;
            for (int step = 0; step < MaxSteps && !isOver; step++)
            {
                var advised = bot.Replan(taken);
                string caption = Caption.Describe(observation.Image, advised);
                if (caption != Nothing)
                    told.Add($"{Caption.Describe(observation.Image, observation.Mission)}\nAdvice: {caption}\n");
                taken = _random.NextDouble() < ErrorRate ? (GridAction)_random.NextInt((int)GridAction.Done) : advised;
                var result = level.Step((int)taken.Value);
                (observation, isOver) = (result.Observation, result.Done);
            }
        }
        catch (Exception e) when (e is BotFailedException or LevelGenerationException)
        {
            // What it knew up to here is right all the same.
        }
        return told;
    }
}
