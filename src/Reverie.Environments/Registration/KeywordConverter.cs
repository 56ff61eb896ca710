using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Reverie.Environments.Registration;

/// <summary>
/// Turns a keyword's value, from code or as text from a command line, into the type that is asked for. A type of its own kind says by a
/// <see cref="TypeConverterAttribute"/> what it can be made from, and by a <see cref="DescriptionAttribute"/> what to write.
/// </summary>
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
        // To the runtime an array of integers is one of any enumeration, whatever is in it.
        if (type.IsInstanceOfType(value) && (value is not Array array || array.GetType().GetElementType() == ElementOf(type)))
            return value;
        if (type == typeof(string))
            return value is Array ? throw Misfit(value, target, name) : System.Convert.ToString(value, CultureInfo.InvariantCulture);
        if (ElementOf(type) is { } element)
            return ToArray(value, element, name);
        try
        {
            return (type, value) switch
            {
                ({ IsEnum: true }, string member) when !member.Contains(',') =>
                    Enum.Parse(type, member.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
                ({ IsEnum: true }, int number) when Enum.IsDefined(type, Enum.ToObject(type, number)) => Enum.ToObject(type, number),
                _ when type.IsDefined(typeof(TypeConverterAttribute)) && TypeDescriptor.GetConverter(type) is { } converter
                    && converter.CanConvertFrom(value.GetType()) =>
                    converter.ConvertFrom(null, CultureInfo.InvariantCulture, value),
                _ when value is IConvertible && value is not bool && type != typeof(bool) && IsNumber(type) =>
                    System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
                _ => throw Misfit(value, target, name),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException || (e is ArgumentException && type.IsEnum))
        {
            throw Misfit(value, target, name);
        }
    }

    /// <summary>Whether values of a type can be written as text.</summary>
    public static bool CanConvert(Type target)
    {
        var type = Nullable.GetUnderlyingType(target) ?? target;
        return type.IsEnum || IsNumber(type) || type == typeof(bool) || type == typeof(string) || type.IsDefined(typeof(TypeConverterAttribute))
            || (ElementOf(type) is { } element && CanConvert(element));
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

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>What a list holds, where a list is asked for.</summary>
    private static Type? ElementOf(Type type) => type switch
    {
        { IsArray: true } => type.GetElementType(),
        { IsGenericType: true, IsInterface: true } when type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType()) => type.GetGenericArguments()[0],
        _ => null,
    };

    /// <summary>A list of converted elements; a single value is a list of one.</summary>
    private static Array ToArray(object value, Type element, string name)
    {
        object?[] values = value is Array list ? [.. list.Cast<object?>()] : [value];
        var array = Array.CreateInstance(element, values.Length);
        for (int i = 0; i < values.Length; i++)
            array.SetValue(Convert(values[i], element, name), i);
        return array;
    }

    private static ArgumentException Misfit(object value, Type target, string name) =>
        new($"The argument {name} must be {Describe(target)}, not '{Show(value)}'.");

    private static string Show(object value) => value is Array list ? $"[{string.Join(", ", list.Cast<object?>())}]" : value.ToString()!;

    private static string Describe(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Describe(underlying)} or None";
        if (type.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}";
        if (type.GetCustomAttribute<DescriptionAttribute>() is { } described)
            return described.Description;
        if (ElementOf(type) is { } element)
            return $"a list, each {Describe(element)}";
        return Type.GetTypeCode(type) switch
        {
            >= TypeCode.SByte and <= TypeCode.UInt64 => "an integer",
            TypeCode.Single or TypeCode.Double => "a number",
            TypeCode.Boolean => "true or false",
            TypeCode.String => "a text",
            _ => type.Name,
        };
    }
}
