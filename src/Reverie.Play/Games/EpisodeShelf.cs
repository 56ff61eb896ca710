using Reverie.Training.Data;

namespace Reverie.Play.Games;

/// <summary>The stored episodes of a run, by who played them.</summary>
/// <param name="folder"><c>media/episodes</c> of a run.</param>
internal sealed class EpisodeShelf(string? folder)
{
    private static readonly string[] Order = ["test", "train", "imagination"];

    /// <summary>Who has played episodes that were kept.</summary>
    internal IReadOnlyList<string> Sources => [.. Order.Where(source => Names(source).Count > 0)];

    /// <summary>Files of a source, oldest first, the best one last.</summary>
    internal IReadOnlyList<string> Names(string source)
    {
        string? place = folder is null || !Order.Contains(source) ? null : Path.Combine(folder, source);
        return place is null || !Directory.Exists(place)
            ? []
            : [.. new DirectoryInfo(place).EnumerateFiles($"*{EpisodeFile.Extension}").OrderBy(file => file.Name.StartsWith("best_", StringComparison.Ordinal))
                .ThenBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).Select(file => file.Name)];
    }

    /// <summary>Reads an episode.</summary>
    /// <exception cref="PlayException">There is none, or its file cannot be read.</exception>
    internal (Episode Episode, EpisodeFacts Facts) Read(string source, int index)
    {
        var names = Names(source);
        if (names.Count == 0)
            throw new PlayException($"The run keeps no episodes of '{source}'; IRIS keeps some of them at each evaluation.");
        index = ((index % names.Count) + names.Count) % names.Count;
        try
        {
            using var stream = File.OpenRead(Path.Combine(folder!, source, names[index]));
            var episode = EpisodeFile.Read(stream);
            var metrics = episode.Metrics;
            return (episode, new(source, names[index], index, names.Count, episode.Length, metrics.Return, metrics.Success));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new PlayException($"The episode '{names[index]}' cannot be read ({e.Message.TrimEnd('.')}); look at another one.", e);
        }
    }
}
