using System.Text.Json;
using Reverie.Testing;
using Reverie.Torch;
using Reverie.Torch.Optimizers;

namespace Reverie.WorldModels.Tests.Iris.Tokenization;

/// <summary>Gradients, norms and weights of the recorded training loop: zero, losses, backward, clip, Adam.</summary>
public sealed class TokenizerTrainingTests
{
    private const double LearningRate = 1e-4;

    [Theory]
    [InlineData("default")]
    [InlineData("clipped")]
    public void Step_RecordedLoop_IsReproduced(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/train/tokenizer.safetensors");
        var frames = Golden.Load("iris/tokenizer/tokenizer_small.safetensors")["observations_uint8"];
        double maxNorm = golden.Json.GetProperty("variants").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == variant).GetProperty("max_grad_norm").GetDouble();
        using var tokenizer = TokenizerFixtures.BuildSmall();
        using var optimizer = new Adam(tokenizer.Parameters(), LearningRate);
        var parameters = tokenizer.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        string[] names = [.. golden.Json.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        for (int step = 1; step <= 3; step++)
        {
            optimizer.ZeroGrad();
            var losses = tokenizer.ComputeLosses(frames);
            losses.Total.Backward();
            if (step == 1)
            {
                golden.AssertClose("losses", Tensor.Stack([losses.Commitment, losses.Reconstruction, Tensor.Scalar(0)]));
                foreach (string name in names)
                    golden.AssertClose($"grad.{name}", parameters[name].Grad!);
                CompareAllGradients(parameters);
            }
            double norm = GradientClipping.ClipNorm(tokenizer.Parameters(), maxNorm);
            CompareScalar(golden, $"{variant}.total_norm_{step}", norm, step);
            CompareScalar(golden, $"{variant}.loss_total_{step}", losses.Total.Item(), step);
            if (step == 1)
                golden.AssertClose($"{variant}.clipped_grad.encoder.conv_in.weight", parameters["encoder.conv_in.weight"].Grad!);
            optimizer.Step();
            if (step != 2)
            {
                foreach (string name in names)
                    CompareWeights(golden, $"{variant}.after{step}.{name}", parameters[name], step);
                CompareAllWeights($"{variant}.after{step}", parameters, step);
            }
        }
    }

    /// <summary>Norms and losses of later steps carry the random signs of vanishing gradients: 0.5 %.</summary>
    private static void CompareScalar(GoldenFile golden, string name, double actual, int step)
    {
        if (step == 1)
            golden.AssertClose(name, actual);
        else
            Assert.InRange(actual / golden[name].Item(), 0.995, 1.005);
    }

    /// <summary>99 % of the elements within the usual tolerance, and none farther than Adam can have gone.</summary>
    private static void CompareWeights(GoldenFile golden, string name, Tensor actual, int step)
    {
        double[] x = actual.Detach().To(ScalarType.Float64).ToArray<double>();
        double[] y = golden[name].To(ScalarType.Float64).ToArray<double>();
        double tolerance = Math.Max(20 * golden.Error(name), 2e-5 * y.Max(Math.Abs));
        double[] distances = [.. x.Zip(y, (a, b) => Math.Abs(a - b))];
        Assert.True(distances.Max() <= 2.5 * LearningRate * step, $"{name} is off by {distances.Max()}");
        Assert.True(distances.Count(distance => distance > tolerance) <= distances.Length / 100.0, $"{name}: too many elements are off");
    }

    private static void CompareAllGradients(Dictionary<string, Tensor> parameters)
    {
        var rows = Golden.Json("iris/train/tokenizer_all_parameters.json").GetProperty("gradients [name, shape, sum, l2, diff_float64]").EnumerateArray().ToArray();
        Assert.Equal(rows.Select(row => row[0].GetString()), parameters.Keys);
        double largest = rows.Max(row => row[3].GetDouble());
        foreach (var row in rows)
        {
            string name = row[0].GetString()!;
            double[] gradient = parameters[name].Grad!.To(ScalarType.Float64).ToArray<double>();
            Assert.Equal(row[1].EnumerateArray().Select(size => size.GetInt64()), parameters[name].Shape.ToArray());
            double error = 20 * row[4].GetDouble() * gradient.Length; // a sum may collect every element's error
            GoldenFile.AssertClose($"sum of {name}", [gradient.Sum()], [row[2].GetDouble()], error / 20);
            double l2 = row[3].GetDouble();
            if (l2 > 1e-6 * largest)
                Assert.InRange(Math.Sqrt(gradient.Sum(value => value * value)) / l2, 1 - 1e-3, 1 + 1e-3);
        }
    }

    private static void CompareAllWeights(string key, Dictionary<string, Tensor> parameters, int step)
    {
        var sections = Golden.Json("iris/train/tokenizer_all_parameters.json").GetProperty("parameters [name, sum, l2, diff_float64]");
        foreach (var row in sections.GetProperty(key).EnumerateArray())
        {
            var weights = parameters[row[0].GetString()!].Detach();
            double l2 = Math.Sqrt(weights.To(ScalarType.Float64).Square().Sum().Item());
            double reach = 2.5 * LearningRate * step * Math.Sqrt(weights.NumElements);
            Assert.True(Math.Abs(l2 - row[2].GetDouble()) <= reach, $"{key}.{row[0].GetString()} has the norm {l2}, recorded is {row[2]}");
        }
    }
}
