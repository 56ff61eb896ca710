namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Somebody who says what to do: an expert, a language model, or nobody of consequence.</summary>
public interface IAdviser : IDisposable
{
    /// <summary>Scores the actions of every environment.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="scores">
    /// Receives how well each action fits the advice, from 0 to 1, [N, A]; it comes as zeros, and a row of zeros says nothing.
    /// </param>
    void Advise(AdviceRequest request, Span<float> scores);

    /// <summary>Adds what asking cost, where it costs something.</summary>
    void Log(Dictionary<string, double> metrics)
    {
    }

    /// <summary>Writes all that a continuation needs.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    void Restore(BinaryReader reader);
}
