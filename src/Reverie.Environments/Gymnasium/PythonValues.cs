using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reverie.Environments.Gymnasium;

/// <summary>Arguments on their way to Python.</summary>
public static class PythonValues
{
    /// <summary>Reads what was typed on a command line: a number, true, false, none, a list or an object as JSON has it; else it is a text.</summary>
    public static object? Parse(string text)
    {
        if (text is "None" or "null")
            return null;
        if (bool.TryParse(text, out bool truth))
            return truth;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>The arguments as JSON.</summary>
    /// <exception cref="ArgumentException">One of them cannot be said in JSON.</exception>
    internal static JsonObject ToJson(IEnumerable<KeyValuePair<string, object?>> arguments) =>
        new(arguments.Select(argument => KeyValuePair.Create(argument.Key, ToJson(argument.Value))));

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        bool truth => truth,
        string text => text,
        double or float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        IConvertible number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, object?>> parts => ToJson(parts),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => throw new ArgumentException($"Python cannot be given a {value.GetType().Name}: use numbers, texts, true, false, none, lists and maps of them."),
    };
}
