using System.Text.Json;

namespace Reverie.Language.Advisers.Caching;

/// <summary>
/// The founding project's caches: JSON objects from prompt to answer (<c>cache_policy.json</c>), and from caption and line, joined without
/// anything between them, to cosine (<c>sim_cache_policy.json</c>).
/// </summary>
public static class OriginalCaches
{
    /// <summary>Takes over a file of either kind.</summary>
    /// <param name="cache">Gets what is not known yet.</param>
    /// <param name="path">The file.</param>
    /// <param name="identity">Whose answers they shall be.</param>
    /// <returns>How many answers and cosines there were.</returns>
    /// <exception cref="AdviserException">The file is no such cache.</exception>
    public static (int Answers, int Similarities) Import(AdviceCache cache, string path, string identity)
    {
        using var file = Read(path);
        int answers = 0, similarities = 0;
        cache.Together(() =>
        {
            foreach (var entry in file.RootElement.EnumerateObject())
            {
                if (entry.Value.ValueKind == JsonValueKind.String)
                {
                    cache.AddAnswer(identity, entry.Name, new Answer(entry.Value.GetString()!));
                    answers++;
                    continue;
                }
                // Captions have one full stop, at their end.
                int end = entry.Name.IndexOf('.', StringComparison.Ordinal) + 1;
                if (entry.Value.ValueKind != JsonValueKind.Number || end == 0)
                    throw Wrong(path, $"'{entry.Name}' is neither answered nor a caption with a number");
                cache.AddSimilarity(CachedSimilarity.MiniLm, entry.Name[..end], entry.Name[end..], entry.Value.GetSingle());
                similarities++;
            }
        });
        return (answers, similarities);
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            var file = JsonDocument.Parse(File.ReadAllBytes(path));
            return file.RootElement.ValueKind == JsonValueKind.Object ? file : throw Wrong(path, "it is no JSON object");
        }
        catch (JsonException e)
        {
            throw Wrong(path, e.Message.TrimEnd('.'), e);
        }
    }

    private static AdviserException Wrong(string path, string why, Exception? inner = null) =>
        new($"{path} is no cache of the founding project ({why}); give a file such as cache_policy.json or sim_cache_policy.json.", inner);
}
