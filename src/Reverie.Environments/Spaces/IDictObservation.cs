namespace Reverie.Environments.Spaces;

/// <summary>An observation of several named parts, seen as a dictionary.</summary>
public interface IDictObservation
{
    IReadOnlyList<string> Keys { get; }

    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    object this[string key] { get; }
}
