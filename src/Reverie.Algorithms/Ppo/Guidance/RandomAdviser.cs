using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Advises one action at random: the control for what merely being advised does.</summary>
/// <param name="actions">Actions of an environment.</param>
/// <param name="coverage">Probability that it says something at a step.</param>
/// <param name="random">Draws.</param>
internal sealed class RandomAdviser(int actions, double coverage, SeededRandom random) : IAdviser
{
    public void Advise(AdviceRequest request, Span<float> scores)
    {
        for (int i = 0; i < request.Seen.Count; i++)
        {
            int action = random.NextInt(actions);
            if (random.NextDouble() < coverage)
                scores[(i * actions) + action] = 1;
        }
    }

    public void Save(BinaryWriter writer) => random.State.Write(writer);

    public void Restore(BinaryReader reader) => random.State = RandomState.Read(reader);

    public void Dispose()
    {
    }
}
