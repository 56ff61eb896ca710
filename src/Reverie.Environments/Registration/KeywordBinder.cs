using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Reverie.Environments.Registration;

/// <summary>
/// Builds an object from named arguments: those that its constructor takes, then public properties. Names match whatever their
/// spelling: <c>num_crossings</c>, <c>numCrossings</c> and <c>NumCrossings</c> are one.
/// </summary>
internal static class KeywordBinder
{
    /// <exception cref="ArgumentException">A name is unknown, or a value has the wrong type.</exception>
    public static object Create(Type type, IReadOnlyDictionary<string, object?> keywords)
    {
        var open = keywords.ToDictionary(pair => Normalize(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        var constructor = Choose(type, open.Keys);
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => Take(parameter, open, type))];
        var properties = Settable(type);
        (PropertyInfo Property, object? Value)[] settings =
            [.. open.Select(pair => (Match(pair.Key) ?? throw Unknown(type, keywords.Keys.First(name => Normalize(name) == pair.Key)), pair.Value))];
        PropertyInfo? Match(string name) => properties.FirstOrDefault(property => Normalize(property.Name) == name);

        try
        {
            object instance = constructor.Invoke(arguments);
            foreach ((var property, object? value) in settings)
                property.SetValue(instance, KeywordConverter.Convert(value, property.PropertyType, Display(property.Name)));
            return instance;
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException { ParamName: { } name } refusal)
        {
            // Who wrote the arguments has given no parameter of .NET's.
            throw new ArgumentException(refusal.Message.Split($" (Parameter '{name}')", StringSplitOptions.None)[0], refusal);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    /// <summary>The names that <see cref="Create"/> accepts, in snake_case.</summary>
    public static IReadOnlyList<string> Names(Type type) =>
    [
        .. type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!)
            .Concat(Settable(type).Select(property => property.Name)).Select(Display).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether two spellings name the same argument.</summary>
    public static bool SameName(string a, string b) => Normalize(a) == Normalize(b);

    private static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static string Display(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    private static PropertyInfo[] Settable(Type type) => [.. type.GetProperties().Where(property => property.SetMethod?.IsPublic == true)];

    /// <summary>The constructor that takes most of the names, and of these the one with the fewest parameters.</summary>
    private static ConstructorInfo Choose(Type type, IReadOnlyCollection<string> names) =>
        type.GetConstructors()
            .OrderByDescending(constructor => constructor.GetParameters().Count(parameter => names.Contains(Normalize(parameter.Name!))))
            .ThenBy(constructor => constructor.GetParameters().Count(parameter => !parameter.HasDefaultValue))
            .ThenBy(constructor => constructor.GetParameters().Length)
            .FirstOrDefault() ?? throw new ArgumentException($"{type.Name} has no public constructor: give it one to register it.");

    private static object? Take(ParameterInfo parameter, Dictionary<string, object?> open, Type type)
    {
        if (open.Remove(Normalize(parameter.Name!), out object? value))
            return KeywordConverter.Convert(value, parameter.ParameterType, Display(parameter.Name!));
        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new ArgumentException($"{type.Name} needs a value for {Display(parameter.Name!)}.");
    }

    private static ArgumentException Unknown(Type type, string name)
    {
        var names = Names(type);
        return new ArgumentException(
            $"{type.Name} has no argument '{name}'{(NearestName.Find(name, names) is { } nearest ? $": did you mean '{nearest}'?" : ".")} It takes {string.Join(", ", names)}.");
    }
}
