using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Writes a part of an observation, whatever type it is of.</summary>
internal abstract class RowWriter
{
    /// <summary>Takes the part of a name out of the whole and writes it.</summary>
    public abstract void WritePart(IDictObservation whole, string key, ObservationRow row);

    /// <exception cref="ArgumentException">An observation is not what its space says.</exception>
    protected static void RequireLength(int length, int declared)
    {
        if (length != declared)
            throw new ArgumentException($"An observation has {length} elements, but its space says {declared}.", nameof(length));
    }
}
