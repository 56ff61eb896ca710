using System.Collections.Concurrent;

namespace Reverie.Language.Advisers.Caching;

/// <summary>An adviser who is asked each question once, by all runs together.</summary>
/// <param name="cache">What is known; whoever made it disposes it.</param>
/// <param name="identity">Whose answers.</param>
/// <param name="inner">Who is asked else; null: nobody. It is disposed with this one.</param>
/// <param name="missIsError">Whether nobody's not knowing is an error.</param>
public sealed class CachedAdviser(AdviceCache cache, string identity, IAdviser? inner, bool missIsError = false) : IAdviser
{
    private readonly ConcurrentDictionary<string, Answer> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Answer>>> _asked = new(StringComparer.Ordinal);

    public string Identity => identity;

    public async Task<Answer> AskAsync(Question question, CancellationToken cancellation = default)
    {
        string key = question.Key;
        if (_known.TryGetValue(key, out var known))
            return known;
        if (cache.FindAnswer(identity, key) is { } found)
            return _known.GetOrAdd(key, found);
        if (inner is null)
        {
            return missIsError
                ? throw new AdviserException(
                    $"The cache has no answer of '{identity}' to \"{key}\"; set adviser.cache.mode=on, or adviser.cache.miss_is_error=false.")
                : Answer.Nothing(AnswerFailure.NotCached, "the cache does not know");
        }
        // Environments that are in the same situation ask once.
        var asked = _asked.GetOrAdd(key, _ => new(() => AskInnerAsync(question, key)));
        return await asked.Value.WaitAsync(cancellation);
    }

    public void Dispose() => inner?.Dispose();

    private async Task<Answer> AskInnerAsync(Question question, string key)
    {
        try
        {
            // Who looked before the answer came, and got here after it, does not ask again.
            if (_known.TryGetValue(key, out var known))
                return known;
            var answer = await inner!.AskAsync(question);
            if (!answer.IsGiven)
                return answer;
            answer = cache.AddAnswer(identity, key, answer);
            _known[key] = answer with { IsCached = true };
            return answer;
        }
        finally
        {
            _asked.TryRemove(key, out _);
        }
    }
}
