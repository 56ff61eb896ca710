namespace Reverie.Training.Metrics;

/// <summary>Sends the numbers of a run to several writers.</summary>
public sealed class MetricsLog(params IReadOnlyList<IMetricsWriter> writers) : IMetricsWriter
{
    /// <summary>Opens the logs of a run: <c>metrics.jsonl</c> and a TensorBoard event file.</summary>
    /// <param name="folder">The run's folder of logs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resumedFrom">The step from which the run goes on, or null for a new run.</param>
    public static MetricsLog Open(string folder, TimeProvider time, long? resumedFrom = null) =>
        new(new JsonLinesWriter(folder, time, resumedFrom), new TensorBoardWriter(folder, time, resumedFrom));

    /// <summary>
    /// A log that nothing is written to. What an earlier session logged after the step from which the run goes on counts no longer all the
    /// same.
    /// </summary>
    /// <inheritdoc cref="Open"/>
    public static MetricsLog Silent(string folder, long? resumedFrom)
    {
        if (resumedFrom is { } step && Directory.Exists(folder))
        {
            JsonLinesWriter.CutAfter(Path.Combine(folder, JsonLinesWriter.FileName), step);
            EventFiles.CutAfter(folder, step);
        }
        return new();
    }

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values)
    {
        foreach (var writer in writers)
            writer.Scalars(step, values);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        foreach (var writer in writers)
            writer.Flush();
    }

    public void Dispose()
    {
        foreach (var writer in writers)
            writer.Dispose();
    }
}
