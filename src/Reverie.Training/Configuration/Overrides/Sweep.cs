using System.IO.Enumeration;
using Reverie.Training.Configuration.Composition;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>Turns overrides with several values into one list of overrides per run.</summary>
public static class Sweep
{
    private const int MaxRuns = 10_000;

    /// <summary>The Cartesian product of all values, the last override varying fastest. Without a sweep: one run.</summary>
    /// <param name="overrides">Overrides, of which some may be sweeps.</param>
    /// <param name="roots">The folders whose groups <c>group=glob(*)</c> lists; null where there are none.</param>
    /// <exception cref="ConfigException">An override is malformed, or there would be more runs than anybody can want.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Expand(IEnumerable<string> overrides, ConfigSearchPath? roots = null)
    {
        IReadOnlyList<IReadOnlyList<string>> runs = [[]];
        foreach (string text in overrides)
        {
            var choices = Choices(Override.Parse(text), roots);
            if ((long)runs.Count * choices.Count > MaxRuns)
                throw new ConfigException($"This sweep has more than {MaxRuns} runs; sweep over fewer values.");
            runs = [.. runs.SelectMany(run => choices.Select(IReadOnlyList<string> (choice) => [.. run, choice]))];
        }
        return runs;
    }

    private static IReadOnlyList<string> Choices(Override parsed, ConfigSearchPath? roots)
    {
        if (parsed.Value is not OverrideValue.Sweep sweep)
            return [parsed.Text];
        string start = parsed.Text[..(parsed.Text.IndexOf('=') + 1)];
        var place = new Functions.Place(parsed.Text[start.Length..], parsed.Origin);
        return sweep is OverrideValue.Glob glob
            ? [.. Matches(glob, parsed, roots, place).Select(choice => start + choice)]
            : [.. SweepRange.Items(sweep, place).Select(item => start + item.Text)];
    }

    private static IEnumerable<string> Matches(OverrideValue.Glob glob, Override parsed, ConfigSearchPath? roots, Functions.Place place)
    {
        var all = roots is null ? [] : new ConfigRoots(roots).Choices(parsed.Key);
        if (glob.Include.Concat(glob.Exclude).Any(pattern => pattern.Contains('[')))
            throw place.Error("patterns know '*' and '?' only");
        if (all.Count == 0)
            throw place.Error($"'{parsed.Key}' is no group with choices, so there is nothing that the pattern could match");
        string[] chosen = [.. all.Where(choice => IsMatch(glob.Include, choice) && !IsMatch(glob.Exclude, choice))];
        return chosen.Length > 0 ? chosen : throw place.Error($"none of the choices matches: {string.Join(", ", all)}");
    }

    private static bool IsMatch(IReadOnlyList<string> patterns, string choice) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, choice, ignoreCase: false));
}
