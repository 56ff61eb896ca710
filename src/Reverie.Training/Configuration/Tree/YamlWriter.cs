using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Writes a configuration tree as YAML that reads back to the same tree.</summary>
public static class YamlWriter
{
    private const string Special = "!&*?|>@`\"'#%,[]{}:-=~$\\";
    private static readonly JsonSerializerOptions JsonText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tree as YAML text, lists of leaves on one line.</summary>
    public static string Write(ConfigMap tree)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        WriteMap(writer, tree, indent: "");
        return writer.ToString();
    }

    private static void WriteMap(StringWriter writer, ConfigMap map, string indent)
    {
        foreach (var (key, value) in map)
        {
            writer.Write($"{indent}{Quote(key)}:");
            WriteValue(writer, value, indent);
        }
    }

    private static void WriteValue(StringWriter writer, ConfigNode value, string indent)
    {
        switch (value)
        {
            case ConfigMap { Count: > 0 } map:
                writer.WriteLine();
                WriteMap(writer, map, indent + "  ");
                break;
            case ConfigList list when list.Items.Any(item => item is not ConfigScalar):
                writer.WriteLine();
                foreach (var item in list.Items)
                {
                    writer.Write($"{indent}  -");
                    WriteValue(writer, item, indent + "  ");
                }
                break;
            default:
                writer.WriteLine($" {Inline(value)}");
                break;
        }
    }

    private static string Inline(ConfigNode value) => value switch
    {
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Inline))}]",
        ConfigScalar { Text: null } => "null",
        ConfigScalar scalar => scalar.Quoted && LooksTyped(scalar.Text!) ? Json(scalar.Text!) : Quote(scalar.Text!),
        _ => "{}",
    };

    private static string Quote(string text) => NeedsQuotes(text) ? Json(text) : text;

    private static string Json(string text) => JsonSerializer.Serialize(text, JsonText);

    // "cuda:0", "runs/x" and "-1" are plain; anything that YAML could read differently is quoted.
    private static bool NeedsQuotes(string text) =>
        ConfigScalar.IsNullWord(text)
        || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
        || (Special.Contains(text[0]) && !double.TryParse(text, CultureInfo.InvariantCulture, out _))
        || text.EndsWith(':') || text.Contains(": ") || text.Contains(" #")
        || text.Any(c => char.IsControl(c) || c is ',' or '[' or ']' or '{' or '}' or '"');

    private static bool LooksTyped(string text) =>
        ConfigScalar.IsNullWord(text) || bool.TryParse(text, out _) || double.TryParse(text, CultureInfo.InvariantCulture, out _);
}
