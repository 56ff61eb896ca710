using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Reverie.Training.Configuration;

namespace Reverie.Training.Tests.Configuration;

/// <summary>What Hydra and OmegaConf make of texts; see the README beside the files.</summary>
internal static class GoldenConfiguration
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration that the texts stand in, without its key <c>s</c>.</summary>
    public static string Base { get; } = File.ReadAllText(Repository.Golden("configuration", "base.yaml"));

    [ModuleInitializer]
    internal static void SetEnvironment()
    {
        Environment.SetEnvironmentVariable("RV_S", "v");
        Environment.SetEnvironmentVariable("RV_N", "7");
        Environment.SetEnvironmentVariable("RV_NULL", "null");
        Environment.SetEnvironmentVariable("RV_E", "");
        Environment.SetEnvironmentVariable("RV_SECRET", "hf_9f8e7d6c5b4a");
    }

    /// <summary>The texts of a file with their values; null where the text is refused.</summary>
    public static IEnumerable<(string Text, string? Value)> Read(string name, bool isJson = true) =>
        File.ReadLines(Repository.Golden("configuration", name)).Select(line =>
        {
            int tab = line.LastIndexOf('\t');
            string text = isJson ? JsonSerializer.Deserialize<string>(line[..tab])! : line[..tab];
            string value = line[(tab + 1)..];
            return (text, value[0] is '!' or '?' ? null : Show(JsonDocument.Parse(value).RootElement));
        });

    /// <summary>What differs from the recorded values, one line each.</summary>
    public static IEnumerable<string> Differences(IEnumerable<(string Text, string? Value)> recorded, Func<string, string> evaluate) =>
        recorded.Select(item => (item.Text, Wanted: item.Value ?? "an error", Got: Try(() => evaluate(item.Text))))
            .Where(item => item.Wanted != item.Got && !(item.Wanted == "an error" && item.Got.StartsWith("error: ", StringComparison.Ordinal)))
            .Select(item => $"{item.Text}: {item.Got} instead of {item.Wanted}");

    /// <summary>A value of a configuration as text, types included.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double.NaN => "#nan",
        double.PositiveInfinity => "#inf",
        double.NegativeInfinity => "#-inf",
        double real => $"float {real.ToString("R", CultureInfo.InvariantCulture)}",
        string text => JsonSerializer.Serialize(text, Json),
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{key}: {Show(map[key])}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A recorded value in the same form.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is "#nan" or "#inf" or "#-inf" => value.GetString()!,
        JsonValueKind.String => Show(value.GetString()),
        JsonValueKind.Number when value.GetRawText().IndexOfAny(['.', 'e', 'E']) >= 0 => Show(value.GetDouble()),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Show))}]",
        JsonValueKind.Object => Show(value.EnumerateObject().OrderBy(item => item.Name, StringComparer.Ordinal)),
        _ => value.GetRawText(),
    };

    private static string Show(IEnumerable<JsonProperty> items) => $"{{{string.Join(", ", items.Select(item => $"{item.Name}: {Show(item.Value)}"))}}}";

    private static string Try(Func<string> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (ConfigException e)
        {
            return $"error: {e.Message}";
        }
    }
}
