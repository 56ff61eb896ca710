using System.Text.RegularExpressions;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid;

/// <summary>The sentences that a level may set as its task: a pattern with places that take one word or phrase of a list each.</summary>
public sealed class MissionSpace : Space<string>
{
    private readonly string _pattern;
    private readonly string[][] _choices;
    private readonly Regex _regex;
    private readonly bool _isAny;

    /// <param name="pattern">The sentence, with {0}, {1}, ... where the choices go.</param>
    /// <param name="choices">What may stand in each place.</param>
    public MissionSpace(string pattern, params string[][] choices)
    {
        (_pattern, _choices) = (pattern, choices);
        object[] alternatives = [.. choices.Select(words => $"(?:{string.Join('|', words.Select(Regex.Escape))})")];
        string escaped = Regex.Escape(pattern).Replace("\\{", "{", StringComparison.Ordinal);
        _regex = new Regex($"^{string.Format(null, escaped, alternatives)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    private MissionSpace(Regex any) => (_pattern, _choices, _regex, _isAny) = ("", [], any, true);

    /// <summary>A space that holds every non-empty sentence, for levels whose missions follow a grammar.</summary>
    public static MissionSpace Any { get; } = new(new Regex(".", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    public override bool Contains(string value) => _regex.IsMatch(value);

    public override string Sample(Pcg64 random) =>
        _isAny ? "go" : string.Format(null, _pattern, [.. _choices.Select(words => (object)words[random.Integers(0, words.Length)])]);

    public override string ToString() => _isAny ? "Text" : $"Text(\"{_pattern}\")";
}
