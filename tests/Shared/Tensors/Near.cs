using Reverie.Torch;

namespace Reverie.Testing;

/// <summary>Holds tensors against recordings whose tolerance is a relative and an absolute one.</summary>
internal static class Near
{
    /// <summary>Every element within <paramref name="relative"/> of its size plus <paramref name="absolute"/>.</summary>
    public static void Assert(string name, Tensor expected, Tensor actual, double relative = 1e-4, double absolute = 1e-5)
    {
        Xunit.Assert.True(
            expected.NumElements == actual.NumElements,
            $"{name} has the shape [{string.Join(", ", actual.Shape.ToArray())}], not [{string.Join(", ", expected.Shape.ToArray())}]");
        double[] x = actual.Detach().To(ScalarType.Float64).ToArray<double>(), y = expected.To(ScalarType.Float64).ToArray<double>();
        for (int i = 0; i < y.Length; i++)
        {
            double distance = Math.Abs(x[i] - y[i]);
            Xunit.Assert.True(distance <= absolute + (relative * Math.Abs(y[i])), $"{name}[{i}] is {x[i]:R}, recorded is {y[i]:R} (distance {distance:E2})");
        }
    }

    /// <summary>A gradient: the absolute tolerance is a share of its largest element.</summary>
    public static void AssertGradient(string name, Tensor expected, Tensor actual) =>
        Assert(name, expected, actual, absolute: 1e-5 * Math.Max(expected.Abs().Max().Item(), 1e-6));

    /// <summary>One number.</summary>
    public static void Assert(string name, double expected, double actual, double relative = 1e-4, double absolute = 1e-5) =>
        Xunit.Assert.True(Math.Abs(actual - expected) <= absolute + (relative * Math.Abs(expected)), $"{name} is {actual:R}, recorded is {expected:R}");
}
