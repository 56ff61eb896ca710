using System.Text.Json;
using Reverie.Torch;

namespace Reverie.Testing;

/// <summary>Sums and norms of every parameter's gradient and value, for the parameters whose elements were not recorded.</summary>
internal sealed class TrainingSums(string path)
{
    private readonly JsonElement _json = Golden.Json(path);

    /// <summary>Holds all gradients, which must be there in the recorded order and shape.</summary>
    public void AssertGradients(IReadOnlyDictionary<string, Tensor> parameters)
    {
        var rows = _json.GetProperty("gradients [name, shape, sum, l2, diff_float64]").EnumerateArray().ToArray();
        Assert.Equal(rows.Select(row => row[0].GetString()), parameters.Keys);
        double largest = rows.Max(row => row[3].GetDouble());
        foreach (var row in rows)
        {
            string name = row[0].GetString()!;
            double[] gradient = parameters[name].Grad!.To(ScalarType.Float64).ToArray<double>();
            Assert.Equal(row[1].EnumerateArray().Select(size => size.GetInt64()), parameters[name].Shape.ToArray());
            double error = row[4].GetDouble() * gradient.Length; // a sum may collect every element's error
            GoldenFile.AssertClose($"sum of {name}", [gradient.Sum()], [row[2].GetDouble()], error);
            double l2 = row[3].GetDouble();
            if (l2 > 1e-6 * largest)
                Assert.InRange(Math.Sqrt(gradient.Sum(value => value * value)) / l2, 1 - 1e-3, 1 + 1e-3);
        }
    }

    /// <summary>Holds the norms of all parameters after some steps, within what Adam can have moved.</summary>
    /// <param name="key">The recording's name: <c>default.after1</c>.</param>
    /// <param name="parameters">By name.</param>
    /// <param name="travel">Learning rate times steps.</param>
    public void AssertParameters(string key, IReadOnlyDictionary<string, Tensor> parameters, double travel)
    {
        foreach (var row in _json.GetProperty("parameters [name, sum, l2, diff_float64]").GetProperty(key).EnumerateArray())
        {
            var weights = parameters[row[0].GetString()!].Detach();
            double l2 = Math.Sqrt(weights.To(ScalarType.Float64).Square().Sum().Item());
            double reach = 2.5 * travel * Math.Sqrt(weights.NumElements);
            Assert.True(Math.Abs(l2 - row[2].GetDouble()) <= reach, $"{key}.{row[0].GetString()} has the norm {l2}, recorded is {row[2]}");
        }
    }
}
