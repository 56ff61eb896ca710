using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Iris.Dreams;

/// <summary>
/// How far rounding alone can throw the gradients of the actor-critic. A max-pooling passes the gradient to the larger of two pixels; where they
/// are equal but for rounding, the number of threads decides which, and the gradient of the convolution before it jumps. So the frames are moved
/// by their own recorded error, several times at random, and each element may differ by as much as it then does. Nearly all keep their place.
/// </summary>
internal static class GradientJumps
{
    private const int Draws = 16;

    /// <summary>What is recorded is the largest error of some hundred thousand pixels, which is four to five standard deviations.</summary>
    private const double Deviation = 1 / 4.0;

    /// <summary>The part of a gradient's elements that may jump; more would be no test.</summary>
    private const double LargestShare = 0.25;

    /// <summary>The range of each element over frames that differ by their rounding; 0 where it stays within the usual tolerance.</summary>
    /// <param name="gradients">Computes gradients with frames that are off by so much; by name.</param>
    /// <param name="error">The recorded error of the frames.</param>
    /// <param name="usual">The usual tolerance of a gradient, by name.</param>
    internal static Dictionary<string, double[]> Measure(
        Func<double, Generator, IReadOnlyDictionary<string, Tensor>> gradients, double error, Func<string, double> usual)
    {
        using var generator = new Generator(0);
        var runs = Enumerable.Range(0, Draws + 1)
            .Select(draw => gradients(draw == 0 ? 0 : Deviation * error, generator).ToDictionary(entry => entry.Key, entry => entry.Value.To(ScalarType.Float64).ToArray<double>()))
            .ToArray();
        return runs[0].Keys.ToDictionary(name => name, name =>
        {
            double tolerance = usual(name);
            double[] jumps = [.. Enumerable.Range(0, runs[0][name].Length).Select(i => runs.Max(run => run[name][i]) - runs.Min(run => run[name][i]))
                .Select(range => range > tolerance ? range : 0)];
            Assert.True(jumps.Count(jump => jump > 0) <= LargestShare * jumps.Length, $"{jumps.Count(jump => jump > 0)} elements of {name} jump.");
            return jumps;
        });
    }
}
