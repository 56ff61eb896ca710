namespace Reverie.Environments.Spaces;

/// <summary>An observation of several named parts, seen as a dictionary.</summary>
public interface IDictObservation
{
    IReadOnlyList<string> Keys { get; }

    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    object this[string key] { get; }

    /// <summary>A part that is an integer; observations that are made often give it without boxing it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    int Integer(string key) => (int)this[key];

    /// <summary>A part that is a real number; observations that are made often give it without boxing it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    double Number(string key) => (double)this[key];
}
