using System.Text.Json;
using Reverie.Torch.Serialization;

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
    /// <param name="resumedFrom">The step from which the run goes on: later lines, and damaged ones, are removed. Null for a new run.</param>
    public JsonLinesWriter(string folder, TimeProvider time, long? resumedFrom = null)
    {
        _time = time;
        string path = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
        CutAfter(path, resumedFrom ?? long.MaxValue);
        _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
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

    /// <summary>Keeps the whole lines up to a step. Whenever the process dies, the file is as it was or as it shall be.</summary>
    internal static void CutAfter(string path, long lastStep)
    {
        if (!File.Exists(path))
            return;
        OrdinaryFile.RefuseSpecial(path);
        byte[] bytes = File.ReadAllBytes(path);
        using var kept = new MemoryStream(bytes.Length);
        for (int start = 0; bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var length; start += length + 1)
        {
            if (StepOf(bytes.AsSpan(start, length)) is { } step && step <= lastStep)
                kept.Write(bytes, start, length + 1);
        }
        if (kept.Length == bytes.Length)
            return;
        string unfinished = path + ".cutting";
        using (var fresh = File.Create(unfinished))
        {
            fresh.Write(kept.GetBuffer(), 0, (int)kept.Length);
            fresh.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
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
