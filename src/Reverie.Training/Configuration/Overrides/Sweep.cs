namespace Reverie.Training.Configuration.Overrides;

/// <summary>Turns overrides with several values into one list of overrides per run.</summary>
public static class Sweep
{
    /// <summary>The Cartesian product of all values, the last override varying fastest. Without a sweep: one run.</summary>
    /// <exception cref="ConfigException">An override is malformed.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Expand(IEnumerable<string> overrides)
    {
        IReadOnlyList<IReadOnlyList<string>> runs = [[]];
        foreach (string text in overrides)
        {
            var parsed = Override.Parse(text);
            IReadOnlyList<string> choices = parsed.IsSweep
                ? [.. parsed.Values.Select(value => $"{text[..(text.IndexOf('=') + 1)]}{value.Text}")]
                : [text];
            runs = [.. runs.SelectMany(run => choices.Select(IReadOnlyList<string> (choice) => [.. run, choice]))];
        }
        return runs;
    }
}
