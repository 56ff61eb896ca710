namespace Reverie.Training.Metrics;

/// <summary>Where the numbers of a run go.</summary>
public interface IMetricsWriter : IDisposable
{
    /// <summary>Logs numbers of one step.</summary>
    void Scalars(long step, IReadOnlyDictionary<string, double> values);

    /// <summary>Makes everything durable. What was logged survives a crash of the process without it, and a power cut with it.</summary>
    void Flush();
}
