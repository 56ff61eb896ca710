using System.Collections;
using System.Globalization;
using System.Numerics;
using Reverie.Training.Configuration.Interpolation;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Binding;

/// <summary>
/// Turns an options record back into a configuration tree, whose texts are as they would be written: a <c>${</c> in a text has its backslash,
/// and what came from the environment is the reference to it.
/// </summary>
internal static class OptionsTree
{
    /// <summary>The tree of a record.</summary>
    /// <param name="options">The record.</param>
    /// <param name="source">The tree that the record was bound from, for each value's origin; the built-in default where it has none.</param>
    public static ConfigMap From(object options, ConfigMap? source = null) => FromRecord(options, source);

    private static ConfigMap FromRecord(object options, ConfigNode? source)
    {
        var map = new ConfigMap(OriginOf(source));
        foreach (var option in OptionProperty.Of(options.GetType()))
            map[option.Key] = FromValue(option.Property.GetValue(options), (source as ConfigMap)?[option.Key]);
        return map;
    }

    private static ConfigNode FromValue(object? value, ConfigNode? source)
    {
        var origin = OriginOf(source);
        if (source?.Unresolved is { } unresolved)
            return new ConfigScalar(unresolved, (object)unresolved, origin);
        switch (value)
        {
            case null:
                return new ConfigScalar(null, value: null, origin);
            case string text:
                return new ConfigScalar(Escapes.Escape(text), (object)Escapes.Escape(text), origin);
            case bool flag:
                return new ConfigScalar(flag ? "true" : "false", (object)flag, origin);
            case Enum member:
                string name = ScalarBinder.EnumKey(member.ToString());
                return new ConfigScalar(name, (object)name, origin);
            case IFormattable number:
                return new ConfigScalar(number.ToString(null, CultureInfo.InvariantCulture), Number(number), origin);
            case IDictionary dictionary:
                var map = new ConfigMap(origin);
                foreach (DictionaryEntry entry in dictionary)
                    map[(string)entry.Key] = FromValue(entry.Value, (source as ConfigMap)?[(string)entry.Key]);
                return map;
            case IEnumerable list:
                var items = (source as ConfigList)?.Items;
                return new ConfigList(origin, list.Cast<object?>().Select((item, index) => FromValue(item, index < items?.Count ? items[index] : null)));
            default:
                return FromRecord(value, source);
        }
    }

    private static object Number(IFormattable number) => number switch
    {
        float or double => Convert.ToDouble(number, CultureInfo.InvariantCulture),
        ulong large => PythonNumber.Shrink(large),
        BigInteger large => PythonNumber.Shrink(large),
        _ => Convert.ToInt64(number, CultureInfo.InvariantCulture),
    };

    private static ConfigOrigin OriginOf(ConfigNode? source) => source?.Origin ?? ConfigOrigin.BuiltIn;
}
