using System.Collections.Concurrent;

namespace Reverie.Language.Advisers.Similarity;

/// <summary>
/// The cosine of two sentences' embeddings, in single precision, as the founding project measures it. It cannot tell opposites apart:
/// "turn left." and "turn right." are 0.87 alike.
/// </summary>
/// <param name="embedder">Embeds the sentences; whoever made it disposes it.</param>
public sealed class CosineSimilarity(SentenceEmbedder embedder) : ISimilarity
{
    private readonly ConcurrentDictionary<string, float[]> _known = new(StringComparer.Ordinal);

    public float Of(string a, string b) => Of(Embed(a), Embed(b));

    /// <summary>The cosine of two vectors; 0 where one of them is zero.</summary>
    /// <exception cref="ArgumentException">They are not of one length.</exception>
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"Vectors of {a.Length} and {b.Length} numbers have no angle between them.", nameof(b));
        float dot = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
            (dot, first, second) = (dot + (a[i] * b[i]), first + (a[i] * a[i]), second + (b[i] * b[i]));
        float norms = MathF.Sqrt(first) * MathF.Sqrt(second);
        return norms > 0 ? dot / norms : 0;
    }

    private float[] Embed(string text) => _known.GetOrAdd(text, embedder.Embed);
}
