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
        ConfigScalar { Value: null } => "null",
        ConfigScalar { Value: string text } => YamlScalar.Resolve(text) is string ? Quote(text) : Json(text),
        ConfigScalar scalar => Equals(YamlScalar.Resolve(scalar.Text), scalar.Value) ? scalar.Text! : Number(scalar.Value!),
        _ => "{}",
    };

    /// <summary>A bool or a number as YAML writes it, where its text is not YAML's, or is another number there.</summary>
    private static string Number(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double.NaN => ".nan",
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        _ => PythonText.Of(value),
    };

    private static string Quote(string text) => NeedsQuotes(text) ? Json(text) : text;

    private static string Json(string text) => JsonSerializer.Serialize(text, JsonText);

    // "cuda:0" and "runs/x" are plain; anything that YAML could read differently is quoted.
    private static bool NeedsQuotes(string text) =>
        text.Length == 0
        || YamlScalar.Resolve(text) is not string
        || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
        || Special.Contains(text[0])
        || text.EndsWith(':') || text.Contains(": ") || text.Contains(" #")
        || text.Any(c => char.IsControl(c) || c is ',' or '[' or ']' or '{' or '}' or '"');
}
