using Reverie.Environments;

namespace Reverie.Training.Configuration;

/// <summary>Finds what a mistyped key was probably meant to be.</summary>
public static class NearestKey
{
    /// <inheritdoc cref="NearestName.Find"/>
    public static string? Find(string name, IEnumerable<string> candidates) => NearestName.Find(name, candidates);
}
