namespace Reverie.Training.Metrics;

/// <summary>Where the numbers of a run go.</summary>
public interface IMetricsWriter : IDisposable
{
    /// <summary>Logs numbers of one step.</summary>
    void Scalars(long step, IReadOnlyDictionary<string, double> values);

    /// <summary>Logs a distribution.</summary>
    void Histogram(long step, string name, Histogram histogram);

    /// <summary>Logs a picture: rows from the top, channels interleaved, [H, W, C], 1 or 3 channels.</summary>
    void Image(long step, string name, ReadOnlySpan<byte> pixels, int width, int height, int channels = 3);

    /// <summary>Makes everything durable. What was logged survives a crash of the process without it, and a power cut with it.</summary>
    void Flush();
}
