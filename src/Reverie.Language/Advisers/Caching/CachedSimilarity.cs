using System.Collections.Concurrent;
using Reverie.Language.Advisers.Similarity;

namespace Reverie.Language.Advisers.Caching;

/// <summary>A measure that looks each pair up first; the measure itself is made only when it is needed.</summary>
/// <param name="cache">What is known; null: nothing but what this object has seen itself.</param>
/// <param name="measure">The measure's name.</param>
/// <param name="inner">Makes the measure; null: a pair that is not known is not alike.</param>
public sealed class CachedSimilarity(AdviceCache? cache, string measure, Func<ISimilarity>? inner) : ISimilarity
{
    /// <summary>The name of the measure that comes with Reverie.</summary>
    public const string MiniLm = "all-MiniLM-L6-v2";

    private readonly ConcurrentDictionary<(string, string), float> _known = new();
    private readonly Lazy<ISimilarity>? _inner = inner is null ? null : new(inner);

    public float Of(string a, string b) => _known.GetOrAdd((a, b), pair => Find(pair.Item1, pair.Item2));

    private float Find(string a, string b)
    {
        if (cache?.FindSimilarity(measure, a, b) is { } known)
            return known;
        if (_inner is null)
            return 0;
        float value = _inner.Value.Of(a, b);
        cache?.AddSimilarity(measure, a, b, value);
        return value;
    }
}
