using Reverie.Environments;

namespace Reverie.Training.Configuration;

/// <summary>Finds what a mistyped key was probably meant to be.</summary>
public static class NearestKey
{
    /// <summary>The candidate with the fewest edits, or null when none is near enough to be a typing mistake.</summary>
    public static string? Find(string name, IEnumerable<string> candidates) =>
        NearestName.Find(name, candidates) is { } nearest && NearestName.Distance(name, nearest) <= Math.Max(2, name.Length / 3)
            ? nearest
            : null;
}
