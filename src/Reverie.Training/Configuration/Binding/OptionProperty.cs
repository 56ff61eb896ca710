using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Binding;

/// <summary>
/// A settable property of an options record with the key that stands for it in YAML: its name in snake case, or what a
/// <see cref="JsonPropertyNameAttribute"/> says, which every floor can use.
/// </summary>
internal sealed record OptionProperty(string Key, PropertyInfo Property, bool IsNullable)
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionProperty>> Known = new();

    /// <summary>All options of a record, in declaration order.</summary>
    public static IReadOnlyList<OptionProperty> Of(Type record) => Known.GetOrAdd(record, Read);

    /// <summary>True for a type that is itself an options record (and not a leaf, list or dictionary).</summary>
    public static bool IsRecord(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type != typeof(string) && type != typeof(object)
        && ElementType(type) is null && DictionaryValueType(type) is null;

    /// <summary>The element type of an array or list type, or null.</summary>
    public static Type? ElementType(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable<object>).GetGenericTypeDefinition().MakeGenericType(type.GenericTypeArguments[0]).IsAssignableFrom(type)
            && type.GenericTypeArguments.Length == 1 ? type.GenericTypeArguments[0]
        : null;

    /// <summary>The value type of a dictionary with text keys, or null.</summary>
    public static Type? DictionaryValueType(Type type) =>
        type.IsGenericType && type.GenericTypeArguments is [var key, var value] && key == typeof(string) ? value : null;

    /// <summary>Dotted keys of all options under a record type, groups included.</summary>
    public static IEnumerable<string> AllKeys(Type record, string prefix = "") => Of(record).SelectMany(option =>
    {
        string path = ConfigMap.Join(prefix, option.Key);
        return IsRecord(option.Property.PropertyType) ? AllKeys(option.Property.PropertyType, path).Prepend(path) : [path];
    });

    private static IReadOnlyList<OptionProperty> Read(Type record)
    {
        var nullability = new NullabilityInfoContext();
        return [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Select(property => new OptionProperty(
                property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
                property,
                nullability.Create(property).WriteState == NullabilityState.Nullable))];
    }
}
