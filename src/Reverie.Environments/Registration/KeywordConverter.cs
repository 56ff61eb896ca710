using System.Globalization;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Registration;

/// <summary>Turns a keyword's value, from code or as text from a command line, into the type that is asked for.</summary>
internal static class KeywordConverter
{
    /// <exception cref="ArgumentException">The value does not fit the type.</exception>
    public static object? Convert(object? value, Type target, string name)
    {
        if (value is string text)
            value = Parse(text);
        var underlying = Nullable.GetUnderlyingType(target);
        if (value is null)
            return underlying is not null || !target.IsValueType ? null : throw Misfit("nothing", target, name);
        var type = underlying ?? target;
        if (type.IsInstanceOfType(value))
            return value;
        if (type == typeof(string))
            return System.Convert.ToString(value, CultureInfo.InvariantCulture);
        try
        {
            return (type, value) switch
            {
                _ when type == typeof(Position) && value is int[] { Length: 2 } pair => new Position(pair[0], pair[1]),
                _ when type == typeof(Position) && value is ValueTuple<int, int> pair => new Position(pair.Item1, pair.Item2),
                ({ IsEnum: true }, string member) => Enum.Parse(type, member, ignoreCase: true),
                ({ IsEnum: true }, int number) => Enum.ToObject(type, number),
                _ when value is IConvertible && value is not bool && type != typeof(bool) =>
                    System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
                _ => throw Misfit(value, target, name),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException || (e is ArgumentException && type.IsEnum))
        {
            throw Misfit(value, target, name);
        }
    }

    /// <summary>Reads a Python-like literal: None, True, 3, 0.5, [1, 2]; anything else stays text.</summary>
    private static object? Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed is "None" or "null" or "")
            return null;
        if (bool.TryParse(trimmed, out bool truth))
            return truth;
        if (int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return number;
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double real))
            return real;
        if (trimmed is ['[' or '(', .., ']' or ')'])
        {
            string[] parts = trimmed[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parts.All(part => int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
                return Array.ConvertAll(parts, part => int.Parse(part, CultureInfo.InvariantCulture));
            return Array.ConvertAll(parts, part => part.Trim('"', '\''));
        }
        return trimmed.Trim('"', '\'');
    }

    private static ArgumentException Misfit(object value, Type target, string name) =>
        new($"The argument {name} must be {Describe(target)}, not '{value}'.", name);

    private static string Describe(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Describe(underlying)} or None";
        if (type.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}";
        return type switch
        {
            _ when type == typeof(int) => "an integer",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(Position) => "a cell [x, y]",
            _ => type.Name,
        };
    }
}
