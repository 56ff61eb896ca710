using Reverie.Environments;
using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Expert;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Pretraining.Corpora;

/// <summary>
/// Situations of BabyAI and what its expert bot would do, and of some levels of MiniGrid, where goals are squares, and the first step of the
/// shortest way; a question and an answer each, in the words in which an adviser is asked. Now and then chance acts instead, so that the
/// experts also tell how to go on from mistakes. Levels of the founding project's experiments, of whatever size, are left out.
/// </summary>
public sealed class GridAdviceCorpus : IDisposable
{
    // Some levels are endless, and what comes late is like what came before.
    private const int MaxSteps = 64;
    private const double ErrorRate = 0.15, ShareOfGoals = 0.35;

    // Neighbours in a text are read together; steps of one episode would tell one another's answers.
    private const int Shuffled = 4096;
    private const string Nothing = "do nothing.";
    private static readonly string[] LeftOut = ["UnlockPickup", "DoorKey", "Empty"];

    // Whose shortest way is found fast.
    private static readonly string[] WithGoals =
        ["MiniGrid-SimpleCrossing", "MiniGrid-LavaGap", "MiniGrid-LavaCrossing", "MiniGrid-DistShift", "MiniGrid-FourRooms", "MiniGrid-MultiRoom-N2", "MiniGrid-Unlock-"];

    private readonly SeededRandom _random;
    private readonly RoomGridLevel[] _levels;
    private readonly MiniGridEnv[] _withGoals;

    /// <param name="seed">Same seed, same text.</param>
    public GridAdviceCorpus(ulong seed)
    {
        _random = new SeededRandom(seed, "grid advice corpus");
        var registry = BuiltInEnvironments.CreateRegistry();
        _levels = [.. registry.Specs.Select(spec => spec.Id)
            .Where(id => id.StartsWith("BabyAI-", StringComparison.Ordinal) && !LeftOut.Any(name => id.Contains(name, StringComparison.Ordinal)))
            .Select(id => registry.Make(id)).OfType<RoomGridLevel>()];
        _withGoals = [.. registry.Specs.Select(spec => spec.Id)
            .Where(id => WithGoals.Any(name => id.StartsWith(name, StringComparison.Ordinal))).Select(id => (MiniGridEnv)registry.Make(id).Unwrapped)];
    }

    /// <summary>Documents without end, one a situation, in no order.</summary>
    public IEnumerable<string> Documents()
    {
        var waiting = new List<string>();
        while (true)
        {
            waiting.AddRange(_random.NextDouble() < ShareOfGoals
                ? Play(_withGoals[_random.NextInt(_withGoals.Length)], level => PlanShortest(new GridExpert(level)))
                : Play(_levels[_random.NextInt(_levels.Length)], level => new ExpertBot(level).Replan));
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
        foreach (var level in _levels.Concat(_withGoals))
            level.Dispose();
    }

    private static Func<GridAction?, GridAction> PlanShortest(GridExpert expert) => _ => expert.Plan() ?? throw new BotFailedException("There is no way.");

    /// <returns>An episode as far as the expert knows how to go on.</returns>
    private List<string> Play<TLevel>(TLevel level, Func<TLevel, Func<GridAction?, GridAction>> createExpert)
        where TLevel : MiniGridEnv
    {
        var told = new List<string>();
        try
        {
            var observation = level.Reset((ulong)_random.NextInt(int.MaxValue));
            var plan = createExpert(level);
            GridAction? taken = null;
            bool isOver = false;
            for (int step = 0; step < MaxSteps && !isOver; step++)
            {
                var advised = plan(taken);
                string caption = Caption.Describe(observation.Image, advised);
                // The captions' rules call the step onto a goal nothing.
                if (caption != Nothing || (advised == GridAction.Forward && level.Grid[level.FrontPosition.X, level.FrontPosition.Y]?.Type == ObjectType.Goal))
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
