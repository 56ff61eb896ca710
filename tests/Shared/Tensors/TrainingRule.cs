using Reverie.Torch;

namespace Reverie.Testing;

/// <summary>The wider tolerances of recorded optimizer steps (tests/golden/iris/train): Adam magnifies rounding of tiny gradients.</summary>
internal static class TrainingRule
{
    /// <summary>Norms and losses: 0.5 % relative.</summary>
    public static void AssertNear(string name, GoldenFile golden, double actual)
    {
        double expected = golden[name].Item();
        Assert.True(Math.Abs(actual - expected) <= 0.005 * Math.Abs(expected), $"{name} is {actual:R}, recorded is {expected:R}");
    }

    /// <summary>Parameters: 99 % of the elements within the usual tolerance, none farther than 2.5 times <paramref name="travel"/>.</summary>
    /// <param name="name">The recording's name.</param>
    /// <param name="golden">The recordings.</param>
    /// <param name="actual">The parameter.</param>
    /// <param name="travel">Learning rate times steps.</param>
    public static void AssertParameter(string name, GoldenFile golden, Tensor actual, double travel)
    {
        double[] x = actual.Detach().To(ScalarType.Float64).ToArray<double>(), y = golden[name].To(ScalarType.Float64).ToArray<double>();
        double tolerance = Math.Max(Math.Max(20 * golden.Error(name), 2e-5 * y.Max(Math.Abs)), 1e-7);
        double[] distances = [.. x.Zip(y, (a, b) => Math.Abs(a - b))];
        Assert.True(distances.Count(distance => distance > tolerance) <= Math.Max(0, 0.01 * y.Length),
            $"{name}: more than 1 % of the elements are farther than {tolerance:E2}");
        Assert.True(distances.Max() <= 2.5 * travel, $"{name}: an element is {distances.Max():E2} away");
    }
}
