using System.Text.Json;

namespace Reverie.Training.Comparison;

/// <summary>
/// Human-normalised scores of Atari games, and the results of the literature after 100,000 steps: final scores, one a run, as the methods'
/// authors published them.
/// </summary>
public static class Atari100k
{
    private static readonly JsonElement Data = Read();

    /// <summary>The 26 games.</summary>
    public static IReadOnlyList<string> Games { get; } = [.. Data.GetProperty("random").EnumerateObject().Select(game => game.Name)];

    /// <summary>Methods whose results are known, from the oldest on.</summary>
    public static IReadOnlyList<string> Methods { get; } =
        [.. Data.EnumerateObject().Where(entry => entry.Value.EnumerateObject().First().Value.ValueKind == JsonValueKind.Array).Select(entry => entry.Name)];

    /// <summary>0 is random play, 1 a person's: (score - random) / (human - random).</summary>
    /// <param name="game">One of <see cref="Games"/>.</param>
    /// <param name="score">The game's own score.</param>
    public static double Normalise(string game, double score)
    {
        double random = Data.GetProperty("random").GetProperty(game).GetDouble(), human = Data.GetProperty("human").GetProperty(game).GetDouble();
        return (score - random) / (human - random);
    }

    /// <summary>A method's human-normalised scores.</summary>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="games">Some of <see cref="Games"/>; all if left out.</param>
    public static Scores Of(string method, IReadOnlyList<string>? games = null) =>
        new((games ?? Games).Select(game => Data.GetProperty(method).GetProperty(game).EnumerateArray().Select(score => Normalise(game, score.GetDouble())).ToArray()));

    private static JsonElement Read()
    {
        using var stream = typeof(Atari100k).Assembly.GetManifestResourceStream("atari100k.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    }
}
