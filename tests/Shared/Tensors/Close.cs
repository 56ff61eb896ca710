using Reverie.Torch;

namespace Reverie.Testing;

internal static class Close
{
    /// <summary>Every element within an absolute tolerance; where a mask is given, only where it is 1.</summary>
    public static void Assert(string name, Tensor expected, Tensor actual, double tolerance, Tensor? mask = null)
    {
        Xunit.Assert.True(
            expected.Shape.SequenceEqual(actual.Shape),
            $"{name} has the shape [{string.Join(", ", actual.Shape.ToArray())}], not [{string.Join(", ", expected.Shape.ToArray())}]");
        double distance = Distance(expected, actual, mask);
        Xunit.Assert.True(distance <= tolerance, $"{name} is {distance:E2} away, allowed is {tolerance:E2}");
    }

    /// <summary>The largest distance between two elements; infinite where one is not a number.</summary>
    public static double Distance(Tensor expected, Tensor actual, Tensor? mask = null)
    {
        var difference = (actual.Detach().To(ScalarType.Float64) - expected.Detach().To(ScalarType.Float64)).Abs();
        if (mask is not null)
            difference = difference.MaskedFill(mask.Eq(0).Unsqueeze(-1), 0);
        double largest = difference.NumElements == 0 ? 0 : difference.Max().Item();
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }
}
