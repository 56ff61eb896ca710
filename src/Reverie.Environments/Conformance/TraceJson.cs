using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Conformance;

/// <summary>How traces write what other implementations are compared with.</summary>
internal static class TraceJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON document on one line.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void WriteRandom(this Utf8JsonWriter writer, string name, Pcg64State state)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(state.State.ToString("x32", CultureInfo.InvariantCulture));
        writer.WriteNumberValue(state.HasHalf ? 1 : 0);
        writer.WriteNumberValue(state.Half);
        writer.WriteEndArray();
    }

    public static void WriteNumbers(this Utf8JsonWriter writer, string name, ReadOnlySpan<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
