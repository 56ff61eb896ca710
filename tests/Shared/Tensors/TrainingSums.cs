using System.Text.Json;
using Reverie.Torch;

namespace Reverie.Testing;

/// <summary>
/// Sums and norms of every parameter's gradient and value, for the parameters whose elements were not recorded. Beside each stands e, how far an
/// element of the original's single precision was from double precision: n such errors of random sign move a sum, and at most a norm, by e √n.
/// </summary>
internal sealed class TrainingSums(string path)
{
    /// <summary>How many times its error another implementation may be away; a sum is the luck of signs, a norm is not.</summary>
    private const double SumFactor = 20, NormFactor = 4;

    /// <summary>What numbers of 24 bits lose while they are summed and written down.</summary>
    private const double Rounding = 4.0 / (1 << 24);

    /// <summary>The part of their size by which any recorded tensor's elements may differ (<see cref="GoldenFile"/>).</summary>
    private const double Relative = 2e-5;

    private readonly JsonElement _json = Golden.Json(path);

    /// <summary>How far an element of a parameter's gradient was from double precision.</summary>
    public double GradientError(string name) => Gradients().Single(row => row[0].GetString() == name)[4].GetDouble();

    /// <summary>Holds all gradients, which must be there in the recorded order and shape.</summary>
    /// <param name="parameters">By name.</param>
    /// <param name="slack">What the elements of a gradient may be away besides; nothing if left out.</param>
    public void AssertGradients(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, double[]>? slack = null)
    {
        var rows = Gradients();
        Assert.Equal(rows.Select(row => row[0].GetString()), parameters.Keys);
        foreach (var row in rows)
        {
            string name = row[0].GetString()!;
            var gradient = parameters[name].Grad!;
            Assert.Equal(row[1].EnumerateArray().Select(size => size.GetInt64()), gradient.Shape.ToArray());
            double[] jumps = slack?[name] ?? [];
            double sum = row[2].GetDouble(), l2 = row[3].GetDouble(), error = row[4].GetDouble() * Math.Sqrt(gradient.NumElements);
            AssertNear($"the sum of {name}", Sum(gradient), sum, (SumFactor * error) + (Rounding * Math.Max(Math.Abs(sum), l2)) + jumps.Sum());
            AssertNear($"the norm of {name}", Norm(gradient), l2, (NormFactor * error) + (Rounding * l2) + Math.Sqrt(jumps.Sum(jump => jump * jump)));
        }
    }

    /// <summary>Holds the sums and norms of all parameters after some steps.</summary>
    /// <param name="key">The recording's name: <c>default.after1</c>.</param>
    /// <param name="parameters">By name.</param>
    public void AssertParameters(string key, IReadOnlyDictionary<string, Tensor> parameters)
    {
        var rows = _json.GetProperty("parameters [name, sum, l2, diff_float64]").GetProperty(key).EnumerateArray().ToArray();
        Assert.Equal(rows.Select(row => row[0].GetString()), parameters.Keys);
        foreach (var row in rows)
        {
            string name = row[0].GetString()!;
            var weights = parameters[name];
            double l2 = row[2].GetDouble(), root = Math.Sqrt(weights.NumElements), error = row[3].GetDouble() * root;
            AssertNear($"{key}: the sum of {name}", Sum(weights), row[1].GetDouble(), (SumFactor * error) + (Relative * root * l2));
            AssertNear($"{key}: the norm of {name}", Norm(weights), l2, (NormFactor * error) + (Relative * l2));
        }
    }

    private JsonElement[] Gradients() => [.. _json.GetProperty("gradients [name, shape, sum, l2, diff_float64]").EnumerateArray()];

    private static double Sum(Tensor tensor) => tensor.Detach().To(ScalarType.Float64).Sum().Item();

    private static double Norm(Tensor tensor) => Math.Sqrt(tensor.Detach().To(ScalarType.Float64).Square().Sum().Item());

    private static void AssertNear(string what, double actual, double expected, double tolerance) => Assert.True(
        Math.Abs(actual - expected) <= tolerance,
        $"{what} is {actual:R}, recorded is {expected:R} (distance {Math.Abs(actual - expected):E2}, allowed {tolerance:E2})");
}
