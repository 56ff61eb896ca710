namespace Reverie.Language.Advisers.Similarity;

/// <summary>Says how alike two sentences are.</summary>
public interface ISimilarity
{
    /// <summary>1 for what means the same, about 0 for what has nothing to do with one another; it may be negative.</summary>
    float Of(string a, string b);
}
