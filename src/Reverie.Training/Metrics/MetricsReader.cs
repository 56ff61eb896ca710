using System.Text.Json;
using Reverie.Torch.Serialization;
using Reverie.Training.Runs;

namespace Reverie.Training.Metrics;

/// <summary>Reads what a run logged.</summary>
public static class MetricsReader
{
    /// <summary>
    /// The lines of <c>metrics.jsonl</c> in order. Null, which stands for what is no number, is left out, and so is a last line that is cut
    /// short.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no such file, or it is damaged.</exception>
    public static IEnumerable<MetricsLine> Read(RunFolder run)
    {
        string path = Path.Combine(run.Logs, JsonLinesWriter.FileName);
        if (!File.Exists(path))
            throw new InvalidDataException($"The run '{run.Path}' has no {JsonLinesWriter.FileName}; it was made with wandb.mode=disabled or has not begun.");
        OrdinaryFile.RefuseSpecial(path);
        string[] lines = File.ReadAllLines(path);
        foreach (var (index, line) in lines.Index())
        {
            if (Parse(line) is { } numbers)
                yield return numbers;
            else if (index < lines.Length - 1)
                throw new InvalidDataException($"Line {index + 1} of '{path}' is damaged; delete it to see the others.");
        }
    }

    private static MetricsLine? Parse(string line)
    {
        try
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line);
            if (fields is null)
                return null;
            var numbers = fields.Where(pair => pair.Value.ValueKind == JsonValueKind.Number).ToDictionary(pair => pair.Key, pair => pair.Value.GetDouble());
            DateTimeOffset? time = fields.GetValueOrDefault("time") is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var known)
                ? known
                : null;
            return new(numbers.GetValueOrDefault("step"), time, numbers);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
