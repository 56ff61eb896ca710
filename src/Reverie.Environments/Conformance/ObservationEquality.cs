using Reverie.Environments.Spaces;

namespace Reverie.Environments.Conformance;

/// <summary>Whether two observations hold the same values, whatever they are made of.</summary>
public static class ObservationEquality
{
    public static bool AreEqual(object a, object b) => (a, b) switch
    {
        (IDictObservation x, IDictObservation y) => x.Keys.SequenceEqual(y.Keys, StringComparer.Ordinal) && x.Keys.All(key => AreEqual(x[key], y[key])),
        (INdArray x, INdArray y) => x.ContentEquals(y),
        _ => a.Equals(b),
    };
}
