using System.Numerics;
using System.Text.Json;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Binding;

/// <summary>Makes the value of one option out of one scalar. Texts are converted as OmegaConf converts them: <c>'5'</c> is a number for a number.</summary>
internal static class ScalarBinder
{
    /// <exception cref="ConfigException">The scalar does not fit the type.</exception>
    public static object Parse(Type type, ConfigScalar scalar, string path)
    {
        if (type == typeof(string) && scalar.Text is { } text)
            return text;
        if (type.IsEnum)
            return ParseEnum(type, scalar, path);
        object? value = type switch
        {
            _ when type == typeof(bool) => ParseBool(scalar),
            _ when type == typeof(int) => Whole(scalar) is { } whole && whole >= int.MinValue && whole <= int.MaxValue ? (int)whole : null,
            _ when type == typeof(long) => Whole(scalar) is { } whole && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null,
            _ when type == typeof(ulong) => Whole(scalar) is { Sign: >= 0 } whole && whole <= ulong.MaxValue ? (ulong)whole : null,
            _ when type == typeof(float) => ParseReal(scalar) is { } number ? (float)number : null,
            _ when type == typeof(double) => ParseReal(scalar),
            _ => null,
        };
        return value ?? throw WrongType(scalar, path, Expected(type));
    }

    /// <summary>The value of an option that may be anything.</summary>
    /// <exception cref="ConfigException">A whole number that no 64 bits hold.</exception>
    public static object? Untyped(ConfigScalar scalar, string path) => scalar.Value is not BigInteger large ? scalar.Value
        : large.Sign > 0 && large <= ulong.MaxValue ? (ulong)large
        : throw WrongType(scalar, path, "a whole number of at most 64 bits");

    /// <summary>How an enum member is written in YAML.</summary>
    public static string EnumKey(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    public static string Expected(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) || type == typeof(ulong) => "a whole number",
        _ when type == typeof(float) || type == typeof(double) => "a number",
        _ => "a text",
    };

    public static ConfigException WrongType(ConfigNode node, string path, string expected) =>
        new(node.Origin, $"'{path}' must be {expected}, not {node.Describe()}.");

    private static object ParseEnum(Type type, ConfigScalar scalar, string path)
    {
        var names = Enum.GetNames(type).ToDictionary(EnumKey, StringComparer.OrdinalIgnoreCase);
        if (scalar.Text is { } text && names.TryGetValue(text, out string? name))
            return Enum.Parse(type, name);
        throw WrongType(scalar, path, $"one of {string.Join(", ", names.Keys)}");
    }

    private static BigInteger? Whole(ConfigScalar scalar) => scalar.Value switch
    {
        long whole => whole,
        BigInteger large => large,
        string text => PythonNumber.ParseWhole(text),
        _ => null,
    };

    // YAML 1.1's words, which the founding projects' commands use ("True").
    private static bool? ParseBool(ConfigScalar scalar) => scalar.Value switch
    {
        bool flag => flag,
        string text => text.ToLowerInvariant() switch
        {
            "true" or "yes" or "on" => true,
            "false" or "no" or "off" => false,
            _ => null,
        },
        _ => null,
    };

    private static double? ParseReal(ConfigScalar scalar)
    {
        double? number = scalar.Value switch
        {
            long whole => whole,
            BigInteger large => (double)large,
            double real => real,
            string text => text.ToLowerInvariant() switch
            {
                ".inf" or "+.inf" => double.PositiveInfinity,
                "-.inf" => double.NegativeInfinity,
                ".nan" => double.NaN,
                _ => PythonNumber.ParseReal(text),
            },
            _ => null,
        };
        // 1e999 is no infinity that anybody asked for.
        return number is { } given && double.IsInfinity(given) && !scalar.Text!.Contains("inf", StringComparison.OrdinalIgnoreCase) ? null : number;
    }
}
