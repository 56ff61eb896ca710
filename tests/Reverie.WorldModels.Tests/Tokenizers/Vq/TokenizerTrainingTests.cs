using Reverie.Torch;
using Reverie.Torch.Optimizers;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

/// <summary>Gradients, norms and weights of the recorded training loop: zero, losses, backward, clip, Adam.</summary>
public sealed class TokenizerTrainingTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("clipped")]
    public void Step_RecordedLoop_IsReproduced(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load("iris/train/tokenizer.safetensors");
        var sums = new TrainingSums("iris/train/tokenizer_all_parameters.json");
        var frames = Golden.Load("iris/tokenizer/tokenizer_small.safetensors")["observations_uint8"];
        var settings = golden.Json.GetProperty("variants").EnumerateArray().Single(item => item.GetProperty("name").GetString() == variant);
        double maxNorm = settings.GetProperty("max_grad_norm").GetDouble(), rate = settings.GetProperty("learning_rate").GetDouble();
        using var tokenizer = TokenizerFixtures.BuildSmall();
        using var optimizer = new Adam(tokenizer.Parameters(), rate);
        var parameters = tokenizer.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        string[] names = [.. golden.Json.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        for (int step = 1; step <= 3; step++)
        {
            optimizer.ZeroGrad();
            var losses = tokenizer.ComputeLosses(frames);
            losses.Total.Backward();
            if (step == 1)
            {
                golden.AssertClose("losses", Tensor.Stack([losses.Commitment!, losses.Reconstruction!, Tensor.Scalar(0)]));
                foreach (string name in names)
                    golden.AssertClose($"grad.{name}", parameters[name].Grad!);
                sums.AssertGradients(parameters);
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
                    TrainingRule.AssertParameter($"{variant}.after{step}.{name}", golden, parameters[name], rate * step);
                sums.AssertParameters($"{variant}.after{step}", parameters);
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
}
