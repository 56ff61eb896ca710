using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Tracking;

/// <summary>What trackers are told of a run, from its own files: nothing that is not there, so no secret.</summary>
internal static class WandbFields
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>The run with its labels; its id follows from <c>run.json</c> and stays the same when it is resumed or moved.</summary>
    internal static WandbRun RunOf(RunFolder folder)
    {
        var metadata = folder.Metadata;
        string file = Path.Combine(folder.Path, "run.json");
        byte[] hash = SHA256.HashData(File.Exists(file) ? File.ReadAllBytes(file) : []);
        return new()
        {
            Id = string.Concat(hash.Take(8).Select(value => Letters[value % Letters.Length])),
            Entity = metadata.Entity,
            Project = metadata.Project,
            Group = metadata.Group,
            JobType = "train",
            Name = metadata.Name ?? $"{Path.GetFileName(Path.GetDirectoryName(folder.Path))}/{Path.GetFileName(folder.Path)}",
            Notes = metadata.Notes,
            Tags = metadata.Tags ?? [],
            Host = Environment.MachineName,
            Started = metadata.Started,
        };
    }

    /// <summary>The run's configuration as it is saved, one entry a key at the root.</summary>
    internal static IReadOnlyDictionary<string, JsonNode?> ConfigOf(RunFolder folder) => YamlReader.ReadFile(folder.ConfigFile, folder.ConfigFile)
        .ToDictionary(entry => entry.Key, entry => ToJson(entry.Value));

    /// <summary>A row of history: a running number, the time, and the numbers.</summary>
    internal static IReadOnlyList<(string Name, string Json)> Row(MetricsLine line, long number, DateTimeOffset started)
    {
        var when = line.Time ?? started;
        return
        [
            .. line.Numbers.Where(entry => entry.Key != "step").Select(entry => (entry.Key, Json(entry.Value))),
            ("step", Json(line.Step)),
            ("_step", number.ToString(CultureInfo.InvariantCulture)),
            ("_runtime", Json((when - started).TotalSeconds)),
            ("_timestamp", Json(when.ToUnixTimeMilliseconds() / 1000.0)),
        ];
    }

    private static string Json(double number) => number switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => JsonSerializer.Serialize(number),
    };

    private static JsonNode? ToJson(ConfigNode node) => node switch
    {
        ConfigMap map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        ConfigList list => new JsonArray([.. list.Items.Select(ToJson)]),
        ConfigScalar { IsNull: true } => null,
        ConfigScalar scalar => scalar.Value switch
        {
            bool flag => flag,
            long number => number,
            double number when double.IsFinite(number) => number,
            _ => scalar.Text,
        },
        _ => null,
    };
}
