using Reverie.Training.Configuration;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>The <see cref="Expert"/>, with an error rate, for how good advice must be.</summary>
/// <param name="actions">Actions of an environment.</param>
/// <param name="environments">How many.</param>
/// <param name="errorRate">Probability that a random action is advised instead.</param>
/// <param name="coverage">Probability that anything is.</param>
/// <param name="random">Draws.</param>
internal sealed class BotAdviser(int actions, int environments, double errorRate, double coverage, SeededRandom random) : IAdviser
{
    private readonly Expert?[] _experts = new Expert?[environments];
    private bool _isRestored;

    public void Advise(AdviceRequest request, Span<float> scores)
    {
        for (int i = 0; i < environments; i++)
        {
            long? expert = ExpertOf(request, i).Plan(request.Seen.IsFirst[i], request.Taken.Integers[i]);
            bool errs = random.NextDouble() < errorRate, speaks = random.NextDouble() < coverage;
            long action = errs ? random.NextInt(actions) : expert ?? -1;
            if (speaks && action >= 0 && action < actions)
                scores[(i * actions) + (int)action] = 1;
        }
        _isRestored = false;
    }

    public void Save(BinaryWriter writer) => random.State.Write(writer);

    /// <summary>Bots of BabyAI keep plans that cannot be saved: where an episode goes on, they say nothing until the next one.</summary>
    public void Restore(BinaryReader reader)
    {
        random.State = RandomState.Read(reader);
        _isRestored = true;
    }

    public void Dispose()
    {
    }

    private Expert ExpertOf(AdviceRequest request, int i)
    {
        if (!Expert.Knows(request.Environments[i]))
        {
            throw new ConfigException(
                $"guidance.adviser.name=bot knows MiniGrid's and BabyAI's levels, and {request.Environments[i].Unwrapped.GetType().Name} is none; take guidance.adviser.name=random.");
        }
        var expert = _experts[i] ??= new Expert(request.Environments[i]);
        if (_isRestored)
            expert.Lose();
        return expert;
    }
}
