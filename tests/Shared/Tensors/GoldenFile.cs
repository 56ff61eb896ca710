using System.Text.Json;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Testing;

/// <summary>
/// Recorded tensors, and what the .json beside them says. A float tensor may differ from the recording by
/// max(20 e, 2e-5 s, 1e-7): e is how far the original's single precision was from double precision, s the largest magnitude.
/// </summary>
internal sealed class GoldenFile(string path)
{
    private readonly Dictionary<string, Tensor> _tensors = StateDictFile.Load(path);

    /// <summary>The .json of the same name; undefined where there is none.</summary>
    public JsonElement Json { get; } = File.Exists(Path.ChangeExtension(path, ".json"))
        ? JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.ChangeExtension(path, ".json")))
        : default;

    /// <summary>All tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    public Tensor this[string name] => _tensors[name];

    /// <summary>The largest element-wise distance between the original in single and in double precision; 0 where none is recorded.</summary>
    public double Error(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("max_abs_diff_float32_vs_float64", out var errors)
            && errors.TryGetProperty(name, out var error)
            ? error.GetDouble()
            : 0;

    /// <summary>Holds a tensor against its recording: shape, and every element (integers and booleans exactly).</summary>
    /// <param name="name">The recording's name.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="slack">What each element may be away besides; nothing if left out.</param>
    public void AssertClose(string name, Tensor actual, double[]? slack = null)
    {
        var expected = this[name];
        Assert.True(
            expected.Shape.SequenceEqual(actual.Shape),
            $"{name} has the shape [{string.Join(", ", actual.Shape.ToArray())}], not [{string.Join(", ", expected.Shape.ToArray())}]");
        double[] x = actual.Detach().To(ScalarType.Float64).ToArray<double>();
        double[] y = expected.To(ScalarType.Float64).ToArray<double>();
        if (!expected.DType.IsFloatingPoint())
        {
            Assert.Equal(y, x);
            return;
        }
        AssertClose(name, x, y, Error(name), slack);
    }

    /// <summary>Holds one number against a recording of one element.</summary>
    public void AssertClose(string name, double actual) => AssertClose(name, [actual], [this[name].Item()], Error(name));

    /// <summary>The tolerance rule, for numbers that are recorded elsewhere.</summary>
    public static void AssertClose(
        string name, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double error = 0, double[]? slack = null)
    {
        double usual = Tolerance(expected, error);
        for (int i = 0; i < expected.Length; i++)
        {
            double distance = Math.Abs(actual[i] - expected[i]), tolerance = usual + (slack?[i] ?? 0);
            Assert.True(distance <= tolerance, $"{name}[{i}] is {actual[i]:R}, recorded is {expected[i]:R} (distance {distance:E2}, allowed {tolerance:E2})");
        }
    }
    private static double Tolerance(ReadOnlySpan<double> expected, double error)
    {
        double scale = 0;
        foreach (double value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        return Math.Max(Math.Max(20 * error, 2e-5 * scale), 1e-7);
    }
}
