using System.Text.Json;
using Reverie.Torch.Serialization;
using Reverie.Training.Runs;

namespace Reverie.Training.Metrics;

/// <summary>Reads what a run logged, <c>metrics.jsonl</c>. Null, which stands for what is no number, is left out.</summary>
public static class MetricsReader
{
    /// <summary>All lines in order; a last line that is cut short is left out.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or it is damaged.</exception>
    public static IEnumerable<MetricsLine> Read(RunFolder run)
    {
        string path = PathOf(run);
        if (!File.Exists(path))
            throw new InvalidDataException($"The run '{run.Path}' has no {JsonLinesWriter.FileName}; it was made with wandb.mode=disabled or has not begun.");
        OrdinaryFile.RefuseSpecial(path);
        var lines = Parse(File.ReadAllBytes(path));
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i] is { } line)
                yield return line;
            else if (i < lines.Count - 1)
                throw new InvalidDataException($"Line {i + 1} of '{path}' is damaged; delete it to see the others.");
        }
    }

    /// <summary>Whole lines from a byte on, so that new ones of a training appear. Damaged lines are left out, and so is a file that is not there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">Where to begin; 0, or what was returned before.</param>
    /// <returns>The lines, and where to go on.</returns>
    public static (IReadOnlyList<MetricsLine> Lines, long Next) ReadFrom(RunFolder run, long from = 0)
    {
        string path = PathOf(run);
        if (!File.Exists(path))
            return ([], 0);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A resumed run cuts off what counts no longer: then everything is read again.
        if (from < 0 || from > stream.Length)
            from = 0;
        byte[] bytes = new byte[stream.Length - from];
        stream.Position = from;
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int end = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        return ([.. Parse(bytes.AsSpan(0, end)).OfType<MetricsLine>()], from + end);
    }

    private static string PathOf(RunFolder run) => Path.Combine(run.Logs, JsonLinesWriter.FileName);

    /// <summary>A line each; null where it is damaged.</summary>
    private static List<MetricsLine?> Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<MetricsLine?>();
        foreach (var range in bytes.TrimEnd((byte)'\n').Split((byte)'\n'))
            lines.Add(ParseLine(bytes[range]));
        return lines;
    }

    private static MetricsLine? ParseLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
            DateTimeOffset? time = null;
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                if (json.TokenType == JsonTokenType.Number)
                    numbers[name] = json.GetDouble();
                else if (name == "time" && json.TokenType == JsonTokenType.String)
                    time = json.TryGetDateTimeOffset(out var known) ? known : null;
                else
                    json.Skip();
            }
            // Beyond the closing brace there must be nothing, or the line is two that ran into each other.
            return json.Read() ? null : new(numbers.GetValueOrDefault("step"), time, numbers);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
