using System.Text.Json;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>A run's numbers, read from where one stopped the last time, so that new points of a training appear.</summary>
internal static class MetricsFile
{
    /// <summary>Whole lines from a byte on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">Where to begin; 0, or what was returned before.</param>
    /// <returns>The numbers of each line by name, and where to go on. A damaged line is left out.</returns>
    internal static (List<Dictionary<string, double>> Rows, long Next) Read(RunFolder run, long from = 0)
    {
        var rows = new List<Dictionary<string, double>>();
        string path = Path.Combine(run.Logs, JsonLinesWriter.FileName);
        if (!File.Exists(path))
            return (rows, 0);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A resumed run cuts off what counts no longer: then everything is read again.
        if (from < 0 || from > stream.Length)
            from = 0;
        byte[] bytes = new byte[stream.Length - from];
        stream.Position = from;
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int end = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        foreach (var range in bytes.AsSpan(0, end).Split((byte)'\n'))
        {
            if (Parse(bytes.AsSpan(range)) is { Count: > 0 } row)
                rows.Add(row);
        }
        return (rows, from + end);
    }

    private static Dictionary<string, double>? Parse(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return null;
        try
        {
            var row = new Dictionary<string, double>(StringComparer.Ordinal);
            var json = new Utf8JsonReader(line);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                if (json.TokenType == JsonTokenType.Number)
                    row[name] = json.GetDouble();
                else
                    json.Skip();
            }
            return row;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
