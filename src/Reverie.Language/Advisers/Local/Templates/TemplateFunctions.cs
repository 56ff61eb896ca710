using Arguments = (System.Collections.Generic.List<System.Func<Reverie.Language.Advisers.Local.Templates.TemplateScope, object?>> Values,
    System.Collections.Generic.Dictionary<string, System.Func<Reverie.Language.Advisers.Local.Templates.TemplateScope, object?>> Named);

namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>The functions, filters, tests and methods that chat templates use. Others are refused when the template is read.</summary>
internal static class TemplateFunctions
{
    private static readonly Dictionary<string, Func<object?, List<object?>, object?>> Filters = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, _) => TemplateValues.Text(value).Trim(),
        ["length"] = (value, _) => Length(value),
        ["count"] = (value, _) => Length(value),
        ["upper"] = (value, _) => TemplateValues.Text(value).ToUpperInvariant(),
        ["lower"] = (value, _) => TemplateValues.Text(value).ToLowerInvariant(),
        ["capitalize"] = (value, _) => Capitalized(TemplateValues.Text(value)),
        ["string"] = (value, _) => TemplateValues.Text(value),
        ["tojson"] = (value, _) => TemplateValues.Json(value),
        ["safe"] = (value, _) => value,
        ["list"] = (value, _) => TemplateValues.Items(value),
        ["first"] = (value, _) => TemplateValues.Member(value, 0L),
        ["last"] = (value, _) => TemplateValues.Member(value, -1L),
        ["default"] = (value, rest) => value == TemplateValues.Undefined ? rest.Count > 0 ? rest[0] : "" : value,
        ["join"] = (value, rest) => string.Join(rest.Count > 0 ? TemplateValues.Text(rest[0]) : "", TemplateValues.Items(value).Select(TemplateValues.Text)),
        ["replace"] = (value, rest) => TemplateValues.Text(value).Replace(TemplateValues.Text(rest[0]), TemplateValues.Text(rest[1]), StringComparison.Ordinal),
    };

    private static readonly Dictionary<string, Func<object?, bool>> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = value => value != TemplateValues.Undefined,
        ["undefined"] = value => value == TemplateValues.Undefined,
        ["none"] = value => value is null,
        ["string"] = value => value is string,
        ["mapping"] = value => value is Dictionary<string, object?>,
        ["iterable"] = value => value is List<object?> or string or Dictionary<string, object?>,
        ["sequence"] = value => value is List<object?> or string,
        ["boolean"] = value => value is bool,
        ["true"] = value => value is true,
        ["false"] = value => value is false,
    };

    private static readonly Dictionary<string, Func<object?, List<object?>, object?>> Methods = new(StringComparer.Ordinal)
    {
        ["strip"] = (value, rest) => Strip(value, rest, left: true, right: true),
        ["lstrip"] = (value, rest) => Strip(value, rest, left: true, right: false),
        ["rstrip"] = (value, rest) => Strip(value, rest, left: false, right: true),
        ["upper"] = Filters["upper"],
        ["lower"] = Filters["lower"],
        ["capitalize"] = Filters["capitalize"],
        ["replace"] = Filters["replace"],
        ["startswith"] = (value, rest) => TemplateValues.Text(value).StartsWith(TemplateValues.Text(rest[0]), StringComparison.Ordinal),
        ["endswith"] = (value, rest) => TemplateValues.Text(value).EndsWith(TemplateValues.Text(rest[0]), StringComparison.Ordinal),
        ["split"] = (value, rest) => rest.Count > 0
            ? TemplateValues.Text(value).Split(TemplateValues.Text(rest[0])).ToList<object?>()
            : TemplateValues.Text(value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList<object?>(),
        ["get"] = (value, rest) => TemplateValues.Member(value, rest[0]) is var found && found == TemplateValues.Undefined ? rest.ElementAtOrDefault(1) : found,
        ["items"] = (value, _) => ((Dictionary<string, object?>)value!).Select(entry => (object?)new List<object?> { entry.Key, entry.Value }).ToList(),
    };

    internal static Func<TemplateScope, object?> Filter(string name, Func<TemplateScope, object?> of, Arguments arguments) =>
        Apply(Filters, "filter", name, of, arguments);

    internal static Func<TemplateScope, object?> Method(string name, Func<TemplateScope, object?> of, Arguments arguments) =>
        Apply(Methods, "method", name, of, arguments);

    internal static Func<TemplateScope, object?> Test(bool negated, string name, Func<TemplateScope, object?> of) => Tests.TryGetValue(name, out var test)
        ? scope => test(of(scope)) != negated
        : throw new TemplateException($"the test '{name}'");

    internal static Func<TemplateScope, object?> Call(string name, Arguments arguments)
    {
        switch (name)
        {
            case "raise_exception":
                return scope => throw new TemplateException(
                    arguments.Values.Count > 0 ? TemplateValues.Text(arguments.Values[0](scope)) : "an error of its own");
            case "namespace":
            case "dict":
                return scope => arguments.Named.ToDictionary(entry => entry.Key, entry => entry.Value(scope));
            case "range":
                return scope =>
                {
                    long[] bounds = [.. arguments.Values.Select(value => value(scope)).OfType<long>()];
                    var (from, to) = bounds.Length > 1 ? (bounds[0], bounds[1]) : (0L, bounds.FirstOrDefault());
                    var numbers = new List<object?>();
                    for (long number = from; number < to && numbers.Count < 100_000; number++)
                        numbers.Add(number);
                    return numbers;
                };
            // The only function that would make two runs differ.
            case "strftime_now":
                return _ => "";
            default:
                throw new TemplateException($"the function '{name}'");
        }
    }

    private static Func<TemplateScope, object?> Apply(
        Dictionary<string, Func<object?, List<object?>, object?>> table, string kind, string name, Func<TemplateScope, object?> of, Arguments arguments) =>
        table.TryGetValue(name, out var function)
            ? scope => function(of(scope), [.. arguments.Values.Select(argument => argument(scope))])
            : throw new TemplateException($"the {kind} '{name}'");

    private static object Length(object? value) => value is string text ? (long)text.Length : (long)TemplateValues.Items(value).Count;

    private static string Capitalized(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static string Strip(object? value, List<object?> rest, bool left, bool right)
    {
        string text = TemplateValues.Text(value);
        char[]? letters = rest.Count > 0 ? TemplateValues.Text(rest[0]).ToCharArray() : null;
        if (left)
            text = text.TrimStart(letters);
        return right ? text.TrimEnd(letters) : text;
    }
}
