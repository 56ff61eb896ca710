using System.Collections;
using System.Globalization;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Binding;

/// <summary>Turns an options record back into a configuration tree.</summary>
internal static class OptionsTree
{
    /// <summary>The tree of a record.</summary>
    /// <param name="options">The record.</param>
    /// <param name="origins">A tree from which each value's origin is taken; the built-in default where it has none.</param>
    public static ConfigMap From(object options, ConfigMap? origins = null) => FromRecord(options, "", origins);

    private static ConfigMap FromRecord(object options, string path, ConfigMap? origins)
    {
        var map = new ConfigMap(OriginOf(path, origins));
        foreach (var option in OptionProperty.Of(options.GetType()))
            map[option.Key] = FromValue(option.Property.GetValue(options), ConfigMap.Join(path, option.Key), origins);
        return map;
    }

    private static ConfigNode FromValue(object? value, string path, ConfigMap? origins)
    {
        var origin = OriginOf(path, origins);
        switch (value)
        {
            case null:
                return new ConfigScalar(null, quoted: false, origin);
            case string text:
                return new ConfigScalar(text, quoted: true, origin);
            case bool flag:
                return new ConfigScalar(flag ? "true" : "false", quoted: false, origin);
            case Enum member:
                return new ConfigScalar(OptionsBinder.EnumKey(member.ToString()), quoted: false, origin);
            case IFormattable number:
                return new ConfigScalar(number.ToString(null, CultureInfo.InvariantCulture), quoted: false, origin);
            case IDictionary dictionary:
                var map = new ConfigMap(origin);
                foreach (DictionaryEntry entry in dictionary)
                    map[(string)entry.Key] = FromValue(entry.Value, ConfigMap.Join(path, (string)entry.Key), origins);
                return map;
            case IEnumerable list:
                return new ConfigList(origin, list.Cast<object?>().Select(item => FromValue(item, path, origins)));
            default:
                return FromRecord(value, path, origins);
        }
    }

    private static ConfigOrigin OriginOf(string path, ConfigMap? origins) => origins?.Find(path)?.Origin ?? ConfigOrigin.BuiltIn;
}
