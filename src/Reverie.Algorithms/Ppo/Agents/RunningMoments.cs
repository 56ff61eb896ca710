namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Mean and variance of all that has been seen, number by number (Welford's recursion in Chan's form, one row at a time).</summary>
internal sealed class RunningMoments(int size)
{
    private const double Small = 1e-8;
    private const float Limit = 10;

    private readonly double[] _mean = new double[size], _sumOfSquares = new double[size];
    private double _count;

    internal void Add(ReadOnlySpan<float> row)
    {
        _count++;
        for (int i = 0; i < size; i++)
        {
            double distance = row[i] - _mean[i];
            _mean[i] += distance / _count;
            _sumOfSquares[i] += distance * (row[i] - _mean[i]);
        }
    }

    /// <summary>1 before there is anything to tell.</summary>
    internal double Deviation(int i) => _count < 2 ? 1 : Math.Sqrt((_sumOfSquares[i] / _count) + Small);

    /// <summary>Mean 0, deviation 1, and nothing beyond ±10.</summary>
    internal void Normalise(Span<float> row)
    {
        for (int i = 0; i < size; i++)
            row[i] = Math.Clamp((float)((row[i] - _mean[i]) / Deviation(i)), -Limit, Limit);
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        for (int i = 0; i < size; i++)
        {
            writer.Write(_mean[i]);
            writer.Write(_sumOfSquares[i]);
        }
    }

    internal void Restore(BinaryReader reader)
    {
        _count = reader.ReadDouble();
        for (int i = 0; i < size; i++)
            (_mean[i], _sumOfSquares[i]) = (reader.ReadDouble(), reader.ReadDouble());
    }
}
