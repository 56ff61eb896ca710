using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Expert;
using Reverie.Training.Configuration;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>
/// An expert that knows the level: BabyAI's bot on levels with instructions, a search for the shortest way on the others; with an error
/// rate, for how good advice must be. Where the expert does not know how to go on it says nothing until the episode ends.
/// </summary>
/// <param name="actions">Actions of an environment.</param>
/// <param name="environments">How many.</param>
/// <param name="errorRate">Probability that a random action is advised instead.</param>
/// <param name="coverage">Probability that anything is.</param>
/// <param name="random">Draws.</param>
internal sealed class BotAdviser(int actions, int environments, double errorRate, double coverage, SeededRandom random) : IAdviser
{
    private readonly ExpertBot?[] _bots = new ExpertBot?[environments];
    private readonly GridExpert?[] _experts = new GridExpert?[environments];
    private readonly bool[] _isLost = new bool[environments];

    public void Advise(AdviceRequest request, Span<float> scores)
    {
        for (int i = 0; i < environments; i++)
        {
            long? expert = Ask(request, i);
            bool errs = random.NextDouble() < errorRate, speaks = random.NextDouble() < coverage;
            long action = errs ? random.NextInt(actions) : expert ?? -1;
            if (speaks && action >= 0 && action < actions)
                scores[(i * actions) + (int)action] = 1;
        }
    }

    public void Save(BinaryWriter writer) => random.State.Write(writer);

    /// <summary>Bots of BabyAI keep plans that cannot be saved: where an episode goes on, they say nothing until the next one.</summary>
    public void Restore(BinaryReader reader)
    {
        random.State = RandomState.Read(reader);
        Array.Fill(_isLost, true);
    }

    public void Dispose()
    {
    }

    private long? Ask(AdviceRequest request, int i) => request.Environments[i].Unwrapped switch
    {
        RoomGridLevel level => AskBot(level, request, i),
        MiniGridEnv grid => (long?)(_experts[i] ??= new GridExpert(grid)).Plan(),
        var other => throw new ConfigException(
            $"guidance.adviser.name=bot knows MiniGrid's and BabyAI's levels, and {other.GetType().Name} is none; take guidance.adviser.name=random."),
    };

    private long? AskBot(RoomGridLevel level, AdviceRequest request, int i)
    {
        bool begins = request.Seen.IsFirst[i];
        if (begins)
            (_bots[i], _isLost[i]) = (null, false);
        if (_isLost[i])
            return null;
        try
        {
            GridAction? taken = begins ? null : (GridAction)request.Taken.Integers[i];
            return (long)(_bots[i] ??= new ExpertBot(level)).Replan(taken);
        }
        catch (BotFailedException)
        {
            _isLost[i] = true;
            return null;
        }
    }
}
