using Element = Reverie.Training.Configuration.Overrides.OverrideValue.Element;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>The arguments of a function, some of them by name, as in Python.</summary>
internal sealed class FunctionArguments(IReadOnlyList<(string? Name, OverrideValue Value)> arguments, Functions.Place place)
{
    /// <summary>The argument of a name, or null.</summary>
    public OverrideValue? Named(string name) => arguments.LastOrDefault(argument => argument.Name == name).Value;

    /// <summary>All arguments without a name; those with one must be among the given names.</summary>
    public IReadOnlyList<OverrideValue> Rest(string function, IReadOnlyList<string> names)
    {
        RefuseNames(function, names);
        return [.. arguments.Where(argument => argument.Name is null).Select(argument => argument.Value)];
    }

    /// <summary>The arguments in the order of their names, null where one is not given.</summary>
    public IReadOnlyList<OverrideValue?> Bind(string function, IReadOnlyList<string> names, int required)
    {
        var rest = Rest(function, names);
        var bound = names.Select((name, index) => index < rest.Count ? rest[index] : Named(name)).ToArray();
        bool isTwice = names.Take(rest.Count).Any(name => Named(name) is not null);
        if (rest.Count > names.Count || isTwice || bound.Take(required).Contains(null))
            throw place.Error($"write it as {function}({string.Join(",", names)})");
        return bound;
    }

    /// <summary>The values, of which none may be a sweep.</summary>
    public IReadOnlyList<Element> Plain(IReadOnlyList<OverrideValue> values) => [.. values.Select(value => value as Element
        ?? throw place.Error("a sweep cannot stand inside a list, a mapping or another sweep"))];

    private void RefuseNames(string function, IReadOnlyList<string> names)
    {
        if (arguments.Select(argument => argument.Name).OfType<string>().FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw place.Error($"{function} has no argument '{unknown}'{(names.Count > 0 ? $"; there are {string.Join(", ", names)}" : "")}");
    }
}
