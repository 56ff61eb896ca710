using System.Text.Json;

namespace Reverie.Training.Metrics;

/// <summary>
/// Writes <c>metrics.jsonl</c>: one object per line with <c>step</c>, <c>time</c> (UTC) and the numbers by name. Numbers that JSON
/// cannot hold (NaN, infinities) are written as null.
/// </summary>
public sealed class JsonLinesWriter : IMetricsWriter
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "metrics.jsonl";

    private readonly TimeProvider _time;
    private readonly FileStream _stream;

    /// <summary>Opens the file, appending.</summary>
    /// <param name="folder">Folder of the file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resumedFrom">The step from which the run goes on: later lines, and a line that a crash cut short, are removed. Null for a new run.</param>
    public JsonLinesWriter(string folder, TimeProvider time, long? resumedFrom = null)
    {
        _time = time;
        string path = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _stream.SetLength(GoodLength(path, resumedFrom ?? long.MaxValue));
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values)
    {
        var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteNumber("step", step);
            json.WriteString("time", _time.GetUtcNow());
            foreach (var (name, value) in values)
            {
                if (double.IsFinite(value))
                    json.WriteNumber(name, value);
                else
                    json.WriteNull(name);
            }
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        _stream.Write(line.GetBuffer(), 0, (int)line.Length);
    }

    /// <inheritdoc/>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    private static long GoodLength(string path, long lastStep)
    {
        long good = 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        while (bytes.AsSpan((int)good).IndexOf((byte)'\n') is >= 0 and var length)
        {
            if (StepOf(bytes.AsSpan((int)good, length)) is not { } step || step > lastStep)
                break;
            good += length + 1;
        }
        return good;
    }

    private static long? StepOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonElement.ParseValue(ref reader).GetProperty("step").GetInt64();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
