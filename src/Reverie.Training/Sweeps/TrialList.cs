using Reverie.Training.Configuration;
using Reverie.Training.Randomness;

namespace Reverie.Training.Sweeps;

/// <summary>Makes the settings that are tried. The same file gives the same ones.</summary>
internal static class TrialList
{
    private const int Most = 10_000;
    private const int Patience = 100;

    /// <exception cref="ConfigException">There are too many, or not as many different ones as shall be drawn.</exception>
    public static IReadOnlyList<Trial> Of(SweepOptions options) => options.Trials is { } count ? Drawn(options, count) : Grid(options);

    /// <summary>All combinations, the last key varying fastest.</summary>
    private static List<Trial> Grid(SweepOptions options)
    {
        IReadOnlyList<IReadOnlyList<(string, string)>> all = [[]];
        foreach (var (key, parameter) in options.Space)
        {
            var values = parameter.Values();
            if ((long)all.Count * values.Count > Most)
                throw new ConfigException($"This grid has more than {Most} settings; try fewer values, or draw some of them with search=random and trials=N.");
            all = [.. all.SelectMany(one => values.Select(IReadOnlyList<(string, string)> (value) => [.. one, (key, value)]))];
        }
        return [.. all.Select((settings, index) => new Trial(index, settings))];
    }

    /// <summary>Every key has a stream of its own, so that more trials begin with the same ones.</summary>
    private static List<Trial> Drawn(SweepOptions options, int count)
    {
        var streams = options.Space.Select(entry => (entry.Key, entry.Value, Random: new SeededRandom((ulong)options.Seed, entry.Key))).ToList();
        var trials = new List<Trial>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (int attempt = 0; trials.Count < count; attempt++)
        {
            if (attempt == count * Patience)
            {
                throw new ConfigException(
                    $"'trials' is {count}, and the space has hardly more than {trials.Count} different settings; lower it, or take search=grid.");
            }
            var trial = new Trial(trials.Count, [.. streams.Select(stream => (stream.Key, stream.Value.Draw(stream.Random)))]);
            if (known.Add(string.Join(' ', trial.Overrides)))
                trials.Add(trial);
        }
        return trials;
    }
}
