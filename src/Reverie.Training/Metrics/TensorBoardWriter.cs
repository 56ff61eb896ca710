using System.Globalization;

namespace Reverie.Training.Metrics;

/// <summary>Writes a TensorBoard event file. A resumed run gets a file of its own beside the old one, as TensorBoard expects.</summary>
public sealed class TensorBoardWriter : IMetricsWriter
{
    private readonly TimeProvider _time;
    private readonly RecordWriter _records;

    /// <summary>Makes a new event file.</summary>
    /// <param name="folder">Folder of the event files.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resumedFrom">The step from which the run goes on; what was logged after it counts no longer. Null for a new run.</param>
    public TensorBoardWriter(string folder, TimeProvider time, long? resumedFrom = null)
    {
        _time = time;
        _records = new RecordWriter(CreateFile(Directory.CreateDirectory(folder).FullName, time.GetUtcNow().ToUnixTimeSeconds()));
        _records.Write(EventEncoder.FileVersion(Now));
        if (resumedFrom is { } step)
            _records.Write(EventEncoder.SessionStarts(Now, step + 1));
    }

    private double Now => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values) => _records.Write(EventEncoder.Scalars(Now, step, values));

    /// <inheritdoc/>
    public void Flush() => _records.Flush();

    public void Dispose() => _records.Dispose();

    // TensorBoard reads the files of a folder in the order of their names, so the time comes first and equal times are numbered.
    private static FileStream CreateFile(string folder, long seconds)
    {
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{number:D2}.reverie"));
            if (!File.Exists(path))
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
    }
}
