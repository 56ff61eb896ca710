using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Reverie.Environments.Registration;

/// <summary>
/// Builds an object from named arguments: those that its constructor takes, then public properties. Names match whatever their
/// spelling: <c>num_crossings</c>, <c>numCrossings</c> and <c>NumCrossings</c> are one.
/// </summary>
internal static class KeywordBinder
{
    /// <param name="type">What to build.</param>
    /// <param name="keywords">Names and values.</param>
    /// <param name="inner">What a wrapper wraps: its constructor's first argument; null if this is none.</param>
    /// <exception cref="ArgumentException">A name is unknown, or a value has the wrong type.</exception>
    public static object Create(Type type, IReadOnlyDictionary<string, object?> keywords, IEnvironment? inner = null)
    {
        var open = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in keywords)
        {
            if (!open.TryAdd(Normalize(name), value))
                throw new ArgumentException($"The argument '{name}' is given twice.");
        }
        object?[] given = inner is null ? [] : [inner];
        var constructor = Choose(type, open.Keys);
        object?[] arguments = [.. given, .. constructor.GetParameters().Skip(given.Length).Select(parameter => Take(parameter, open, type))];
        var properties = Settable(type);
        (PropertyInfo Property, object? Value)[] settings = [.. open.Select(pair => (Match(pair.Key), pair.Value))];
        PropertyInfo Match(string name) => properties.FirstOrDefault(property => Normalize(property.Name) == name)
            ?? throw Unknown(type, inner is not null, keywords.Keys.First(keyword => Normalize(keyword) == name));

        try
        {
            object instance = constructor.Invoke(arguments);
            foreach ((var property, object? value) in settings)
                property.SetValue(instance, KeywordConverter.Convert(value, property.PropertyType, Display(property.Name)));
            return instance;
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException refusal)
        {
            throw new ArgumentException(Sentence.Of(refusal), refusal);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    /// <summary>The names that <see cref="Create"/> accepts and that can be written as text, in snake_case.</summary>
    /// <param name="type">What is built.</param>
    /// <param name="wrapping">Whether the first argument of a constructor is not for keywords.</param>
    public static IReadOnlyList<string> Names(Type type, bool wrapping = false) =>
    [
        .. type.GetConstructors().SelectMany(constructor => constructor.GetParameters().Skip(wrapping ? 1 : 0))
            .Select(parameter => (Name: parameter.Name!, Type: parameter.ParameterType))
            .Concat(Settable(type).Select(property => (property.Name, Type: property.PropertyType)))
            .Where(argument => KeywordConverter.CanConvert(argument.Type)).Select(argument => Display(argument.Name)).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether two spellings name the same argument.</summary>
    public static bool SameName(string a, string b) => Normalize(a) == Normalize(b);

    private static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static string Display(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Display(Type type) => type.Name.Split('`')[0];

    private static PropertyInfo[] Settable(Type type) => [.. type.GetProperties().Where(property => property.SetMethod?.IsPublic == true)];

    /// <summary>The constructor that takes most of the names, and of these the one with the fewest parameters.</summary>
    private static ConstructorInfo Choose(Type type, IReadOnlyCollection<string> names) =>
        type.GetConstructors()
            .OrderByDescending(constructor => constructor.GetParameters().Count(parameter => names.Contains(Normalize(parameter.Name!))))
            .ThenBy(constructor => constructor.GetParameters().Count(parameter => !parameter.HasDefaultValue))
            .ThenBy(constructor => constructor.GetParameters().Length)
            .FirstOrDefault() ?? throw new ArgumentException($"{Display(type)} has no public constructor: give it one to register it.");

    private static object? Take(ParameterInfo parameter, Dictionary<string, object?> open, Type type)
    {
        if (open.Remove(Normalize(parameter.Name!), out object? value))
            return KeywordConverter.Convert(value, parameter.ParameterType, Display(parameter.Name!));
        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new ArgumentException($"{Display(type)} needs a value for {Display(parameter.Name!)}.");
    }

    private static ArgumentException Unknown(Type type, bool wrapping, string name)
    {
        var names = Names(type, wrapping);
        string hint = NearestName.Find(name, names) is { } nearest ? $": did you mean '{nearest}'?" : ".";
        return new ArgumentException($"{Display(type)} has no argument '{name}'{hint} It takes {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
    }
}
