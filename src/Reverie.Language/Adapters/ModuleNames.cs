using System.Text.RegularExpressions;

namespace Reverie.Language.Adapters;

/// <summary>
/// A choice of modules: a list, which a module meets when its full name equals an entry or ends with a dot and the entry; or a
/// regular expression, which the full name must match from end to end.
/// </summary>
public sealed record ModuleNames
{
    private readonly Regex? _regex;

    private ModuleNames(IReadOnlyList<string> list, string? expression)
    {
        (List, Expression) = (list, expression);
        if (expression is not null)
            _regex = PythonRegex.Create(@"\A(?:", expression, @")\z");
    }

    /// <summary>The entries; empty for a regular expression.</summary>
    public IReadOnlyList<string> List { get; }

    /// <summary>The regular expression; null for a list.</summary>
    public string? Expression { get; }

    public static ModuleNames Of(params IEnumerable<string> entries) => new([.. entries], null);

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static ModuleNames Matching(string expression) => new([], expression);

    public static implicit operator ModuleNames(string[] entries) => Of(entries);

    public bool Includes(string module) => _regex is not null
        ? PythonRegex.Fits(_regex, module)
        : List.Any(entry => module == entry || module.EndsWith($".{entry}", StringComparison.Ordinal));

    public override string ToString() => Expression ?? string.Join(", ", List);
}
