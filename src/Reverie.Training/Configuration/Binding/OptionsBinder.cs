using System.Collections;
using System.Globalization;
using System.Text.Json;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Binding;

/// <summary>Makes a typed options record from a resolved tree. Every key must be known and every value of the right type.</summary>
internal sealed class OptionsBinder
{
    private readonly Type _root;

    private OptionsBinder(Type root) => _root = root;

    /// <exception cref="ConfigException">An unknown key or a wrong type.</exception>
    public static object Bind(Type type, ConfigMap tree) => new OptionsBinder(type).BindRecord(type, tree, "");

    private object BindRecord(Type type, ConfigMap map, string path)
    {
        object options = Activator.CreateInstance(type)!;
        var known = OptionProperty.Of(type);
        foreach (var (key, node) in map)
        {
            var option = known.FirstOrDefault(option => option.Key == key) ?? throw UnknownKey(key, node, path, known);
            object? value = Convert(option.Property.PropertyType, option.IsNullable, node, ConfigMap.Join(path, key));
            option.Property.SetValue(options, value);
        }
        return options;
    }

    private object? Convert(Type type, bool isNullable, ConfigNode node, string path)
    {
        var leaf = Nullable.GetUnderlyingType(type) ?? type;
        if (node is ConfigScalar { IsNull: true } && (isNullable || leaf != type))
            return null;
        if (node is ConfigScalar { Text: "???", Quoted: false })
            throw new ConfigException(node.Origin, $"'{path}' needs a value; add '{path}=VALUE'.");
        if (OptionProperty.DictionaryValueType(type) is { } valueType)
            return BindDictionary(valueType, node, path);
        if (OptionProperty.ElementType(type) is { } elementType)
            return BindList(type, elementType, node, path);
        if (OptionProperty.IsRecord(leaf))
            return node is ConfigMap map ? BindRecord(leaf, map, path) : throw WrongType(node, path, "a mapping of keys to values");
        if (leaf == typeof(object))
            return Untyped(node);
        return node is ConfigScalar scalar ? ParseLeaf(leaf, scalar, path) : throw WrongType(node, path, Expected(leaf));
    }

    private IDictionary BindDictionary(Type valueType, ConfigNode node, string path)
    {
        if (node is not ConfigMap map)
            throw WrongType(node, path, "a mapping of keys to values");
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
        foreach (var (key, value) in map)
            dictionary[key] = Convert(valueType, !valueType.IsValueType, value, ConfigMap.Join(path, key));
        return dictionary;
    }

    private object BindList(Type type, Type elementType, ConfigNode node, string path)
    {
        if (node is not ConfigList list)
            throw WrongType(node, path, "a list such as [1, 2]");
        var array = Array.CreateInstance(elementType, list.Items.Count);
        for (int i = 0; i < array.Length; i++)
            array.SetValue(Convert(elementType, isNullable: false, list.Items[i], $"{path}[{i}]"), i);
        return type.IsInstanceOfType(array) ? array : Activator.CreateInstance(type, array)!;
    }

    private static object? Untyped(ConfigNode node) => node switch
    {
        ConfigMap map => map.ToDictionary(pair => pair.Key, pair => Untyped(pair.Value)),
        ConfigList list => list.Items.Select(Untyped).ToArray(),
        ConfigScalar { Quoted: true } scalar => scalar.Text,
        ConfigScalar scalar when ParseBool(scalar.Text) is { } flag => flag,
        ConfigScalar scalar when long.TryParse(scalar.Text, CultureInfo.InvariantCulture, out long whole) => whole,
        ConfigScalar scalar when double.TryParse(scalar.Text, CultureInfo.InvariantCulture, out double real) => real,
        _ => ((ConfigScalar)node).Text,
    };

    private static object ParseLeaf(Type type, ConfigScalar scalar, string path)
    {
        string? text = scalar.Text;
        if (type == typeof(string) && text is not null)
            return text;
        if (type.IsEnum)
            return ParseEnum(type, scalar, path);
        string? digits = text?.Replace("_", "");
        object? value = type switch
        {
            _ when type == typeof(bool) => ParseBool(text),
            _ when type == typeof(int) => int.TryParse(digits, CultureInfo.InvariantCulture, out int number) ? number : null,
            _ when type == typeof(long) => long.TryParse(digits, CultureInfo.InvariantCulture, out long number) ? number : null,
            _ when type == typeof(ulong) => ulong.TryParse(digits, CultureInfo.InvariantCulture, out ulong number) ? number : null,
            _ when type == typeof(float) => ParseReal(digits) is { } number ? (float)number : null,
            _ when type == typeof(double) => ParseReal(digits),
            _ => null,
        };
        return value ?? throw WrongType(scalar, path, Expected(type));
    }

    private static object ParseEnum(Type type, ConfigScalar scalar, string path)
    {
        var names = Enum.GetNames(type).ToDictionary(EnumKey, StringComparer.OrdinalIgnoreCase);
        if (scalar.Text is { } text && names.TryGetValue(text, out string? name))
            return Enum.Parse(type, name);
        throw WrongType(scalar, path, $"one of {string.Join(", ", names.Keys)}");
    }

    /// <summary>How an enum member is written in YAML.</summary>
    public static string EnumKey(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    // YAML 1.1's words, which the founding projects' commands use ("True").
    private static bool? ParseBool(string? text) => text?.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    private static double? ParseReal(string? text) => text?.ToLowerInvariant() switch
    {
        ".inf" or "inf" or "+inf" => double.PositiveInfinity,
        "-.inf" or "-inf" => double.NegativeInfinity,
        ".nan" or "nan" => double.NaN,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null,
    };

    private static string Expected(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) || type == typeof(ulong) => "a whole number",
        _ when type == typeof(float) || type == typeof(double) => "a number",
        _ => "a text",
    };

    private static ConfigException WrongType(ConfigNode node, string path, string expected) =>
        new(node.Origin, $"'{path}' must be {expected}, not {node.Describe()}.");

    private ConfigException UnknownKey(string key, ConfigNode node, string path, IReadOnlyList<OptionProperty> siblings)
    {
        string full = ConfigMap.Join(path, key);
        // First a sibling with a similar name, then the same name elsewhere, then anything similar.
        string? nearest = NearestKey.Find(key, siblings.Select(option => option.Key)) is { } sibling
            ? ConfigMap.Join(path, sibling)
            : OptionProperty.AllKeys(_root).FirstOrDefault(known => known.EndsWith("." + key, StringComparison.Ordinal))
                ?? NearestKey.Find(full, OptionProperty.AllKeys(_root));
        string hint = nearest is not null
            ? $"the nearest known key is '{nearest}'"
            : $"known here: {string.Join(", ", siblings.Select(option => option.Key))}";
        return new ConfigException(node.Origin, $"unknown key '{full}'; {hint}.");
    }
}
