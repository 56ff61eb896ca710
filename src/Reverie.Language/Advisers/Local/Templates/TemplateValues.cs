using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>
/// The values of templates: null (none), bool, long, double, string, lists, dictionaries, and what is not there, as Python treats them.
/// </summary>
internal static class TemplateValues
{
    /// <summary>A name that nobody has given a value.</summary>
    internal static readonly object Undefined = new();

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        Dictionary<string, object?> map => map.Count > 0,
        _ => value != Undefined,
    };

    internal static string Text(object? value) => value switch
    {
        null => "None",
        true => "True",
        false => "False",
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ when value == Undefined => "",
        _ => Json(value),
    };

    internal static string Json(object? value) => JsonSerializer.Serialize(value, JsonOptions);

    internal static bool Same(object? a, object? b) => (a, b) switch
    {
        (long or double, long or double) => Number(a) == Number(b),
        (List<object?> x, List<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        _ => Equals(a, b),
    };

    internal static int Compare(object? a, object? b) => a is string x && b is string y ? string.CompareOrdinal(x, y) : Number(a).CompareTo(Number(b));

    internal static bool Contains(object? container, object? item) => container switch
    {
        string text => item is string part && text.Contains(part, StringComparison.Ordinal),
        List<object?> list => list.Any(entry => Same(entry, item)),
        Dictionary<string, object?> map => item is string key && map.ContainsKey(key),
        _ => false,
    };

    internal static object? Member(object? value, object? key)
    {
        switch (value, key)
        {
            case (Dictionary<string, object?> map, string name):
                return map.TryGetValue(name, out object? found) ? found : Undefined;
            case (List<object?> list, long at):
                long place = at < 0 ? at + list.Count : at;
                return place >= 0 && place < list.Count ? list[(int)place] : Undefined;
            case (string text, long at):
                long letter = at < 0 ? at + text.Length : at;
                return letter >= 0 && letter < text.Length ? text[(int)letter].ToString() : Undefined;
            default:
                return Undefined;
        }
    }

    internal static object? Slice(object? value, object? from, object? to)
    {
        int count = value switch
        {
            string text => text.Length,
            List<object?> all => all.Count,
            _ => throw new TemplateException("a slice of something that has no parts"),
        };
        int start = Place(from, 0), end = Math.Max(start, Place(to, count));
        return value is string letters ? letters[start..end] : ((List<object?>)value!)[start..end];

        int Place(object? at, int otherwise) => at is long place ? (int)Math.Clamp(place < 0 ? place + count : place, 0, count) : otherwise;
    }

    internal static object? Calculate(string sign, object? a, object? b)
    {
        switch (sign, a, b)
        {
            case ("~", _, _):
                return Text(a) + Text(b);
            case ("+", string x, string y):
                return x + y;
            case ("+", List<object?> x, List<object?> y):
                return new List<object?>([.. x, .. y]);
            case ("*", string x, long times):
                return new StringBuilder().Insert(0, x, (int)Math.Clamp(times, 0, 1000)).ToString();
            case (not "/", long x, long y):
                return sign switch
                {
                    "+" => x + y,
                    "-" => x - y,
                    "*" => x * y,
                    _ when y == 0 => throw new TemplateException("a division by zero"),
                    "//" => (long)Math.Floor((double)x / y),
                    _ => x - (y * (long)Math.Floor((double)x / y)),
                };
            default:
                var (first, second) = (Number(a), Number(b));
                return sign switch
                {
                    "+" => first + second,
                    "-" => first - second,
                    "*" => first * second,
                    "/" => first / second,
                    "//" => Math.Floor(first / second),
                    _ => first - (second * Math.Floor(first / second)),
                };
        }
    }

    internal static List<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        Dictionary<string, object?> map => [.. map.Keys],
        string text => [.. text.Select(letter => letter.ToString())],
        _ when value == Undefined => [],
        _ => throw new TemplateException("a loop over something that has no parts"),
    };

    private static double Number(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateException($"a calculation with '{Text(value)}', which is no number"),
    };
}
