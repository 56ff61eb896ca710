using System.Globalization;

namespace Reverie.Training.Metrics;

/// <summary>
/// Writes a TensorBoard event file. A resumed run gets a file of its own beside the old ones, as TensorBoard expects, and what counts no
/// longer is cut out of those.
/// </summary>
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
        folder = Directory.CreateDirectory(folder).FullName;
        if (resumedFrom is { } step)
            EventFiles.CutAfter(folder, step);
        _records = new RecordWriter(CreateFile(folder, time.GetUtcNow().ToUnixTimeSeconds()));
        _records.Write(EventEncoder.FileVersion(Now));
        // For a TensorBoard that has been looking on since before the cut. It passes over the first start that it sees, so a new run has one, too.
        _records.Write(EventEncoder.SessionStarts(Now, resumedFrom + 1 ?? 0));
    }

    private double Now => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values) => _records.Write(EventEncoder.Scalars(Now, step, values));

    /// <inheritdoc/>
    public void Flush() => _records.Flush();

    public void Dispose() => _records.Dispose();

    // TensorBoard reads the files of a folder in the order of their names: the time comes first, equal times are numbered, and a clock that was
    // put back makes no difference.
    private static FileStream CreateFile(string folder, long seconds)
    {
        if (EventFiles.Of(folder) is [.., var last] && Seconds(last) is { } latest && latest > seconds)
            seconds = latest + 1;
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{number:D2}.reverie"));
            if (!File.Exists(path))
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        }
    }

    private static long? Seconds(string path) =>
        Path.GetFileName(path).Split('.') is [_, _, _, var text, ..] && long.TryParse(text, CultureInfo.InvariantCulture, out long seconds) ? seconds : null;
}
