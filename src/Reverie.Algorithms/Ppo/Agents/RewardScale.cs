namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Divides rewards by the deviation of the discounted return so far, as Gymnasium's NormalizeReward.</summary>
internal sealed class RewardScale(int environments, double gamma)
{
    private const float Limit = 10;

    private readonly RunningMoments _moments = new(1);
    private readonly double[] _returns = new double[environments];

    /// <param name="environment">Where it was paid.</param>
    /// <param name="reward">What was paid.</param>
    /// <param name="ended">Whether an episode ended with it.</param>
    internal float Scale(int environment, float reward, bool ended)
    {
        _returns[environment] = (_returns[environment] * gamma) + reward;
        _moments.Add([(float)_returns[environment]]);
        if (ended)
            _returns[environment] = 0;
        return Math.Clamp((float)(reward / _moments.Deviation(0)), -Limit, Limit);
    }

    internal void Save(BinaryWriter writer)
    {
        _moments.Save(writer);
        foreach (double sum in _returns)
            writer.Write(sum);
    }

    internal void Restore(BinaryReader reader)
    {
        _moments.Restore(reader);
        for (int i = 0; i < _returns.Length; i++)
            _returns[i] = reader.ReadDouble();
    }
}
