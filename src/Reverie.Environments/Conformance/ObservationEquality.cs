using Reverie.Environments.Spaces;

namespace Reverie.Environments.Conformance;

/// <summary>Whether two observations hold the same values, whatever they are made of.</summary>
public static class ObservationEquality
{
    public static bool AreEqual(object a, object b) => (a, b) switch
    {
        (IDictObservation x, IDictObservation y) => x.Keys.SequenceEqual(y.Keys, StringComparer.Ordinal) && x.Keys.All(key => AreEqual(x[key], y[key])),
        (NdArray<byte> x, NdArray<byte> y) => SameArray(x, y),
        (NdArray<int> x, NdArray<int> y) => SameArray(x, y),
        (NdArray<long> x, NdArray<long> y) => SameArray(x, y),
        (NdArray<float> x, NdArray<float> y) => SameArray(x, y),
        (NdArray<double> x, NdArray<double> y) => SameArray(x, y),
        _ => a.Equals(b),
    };

    private static bool SameArray<T>(NdArray<T> a, NdArray<T> b) where T : unmanaged, IEquatable<T> =>
        a.Shape.SequenceEqual(b.Shape) && a.Span.SequenceEqual(b.Span);
}
