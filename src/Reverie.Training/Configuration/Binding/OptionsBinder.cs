using System.Collections;
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
        if (node is ConfigScalar { IsMissing: true })
            throw new ConfigException(node.Origin, $"'{path}' needs a value; add '{path}=VALUE'.");
        if (OptionProperty.DictionaryValueType(type) is { } valueType)
            return BindDictionary(valueType, node, path);
        if (OptionProperty.ElementType(type) is { } elementType)
            return BindList(type, elementType, node, path);
        if (OptionProperty.IsRecord(leaf))
            return node is ConfigMap map ? BindRecord(leaf, map, path) : throw ScalarBinder.WrongType(node, path, "a mapping of keys to values");
        if (leaf == typeof(object))
            return Untyped(node, path);
        return node is ConfigScalar scalar ? ScalarBinder.Parse(leaf, scalar, path) : throw ScalarBinder.WrongType(node, path, ScalarBinder.Expected(leaf));
    }

    private IDictionary BindDictionary(Type valueType, ConfigNode node, string path)
    {
        if (node is not ConfigMap map)
            throw ScalarBinder.WrongType(node, path, "a mapping of keys to values");
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
        foreach (var (key, value) in map)
            dictionary[key] = Convert(valueType, !valueType.IsValueType, value, ConfigMap.Join(path, key));
        return dictionary;
    }

    private object BindList(Type type, Type elementType, ConfigNode node, string path)
    {
        if (node is not ConfigList list)
            throw ScalarBinder.WrongType(node, path, "a list such as [1, 2]");
        var array = Array.CreateInstance(elementType, list.Items.Count);
        for (int i = 0; i < array.Length; i++)
            array.SetValue(Convert(elementType, isNullable: false, list.Items[i], $"{path}[{i}]"), i);
        return type.IsInstanceOfType(array) ? array : Activator.CreateInstance(type, array)!;
    }

    private static object? Untyped(ConfigNode node, string path) => node switch
    {
        ConfigMap map => map.ToDictionary(pair => pair.Key, pair => Untyped(pair.Value, ConfigMap.Join(path, pair.Key))),
        ConfigList list => list.Items.Select((item, index) => Untyped(item, $"{path}[{index}]")).ToArray(),
        _ => ScalarBinder.Untyped((ConfigScalar)node, path),
    };

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
