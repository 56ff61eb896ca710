using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Tests.Iris.Networks;

/// <summary>Gradients, norms and weights of the recorded training loop: zero, losses, backward, clip, AdamW.</summary>
public sealed class WorldModelTrainingTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("strong")]
    public void Step_RecordedLoop_IsReproduced(string variant)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        var golden = Golden.Load("iris/train/world_model.safetensors");
        var sums = new TrainingSums("iris/train/world_model_all_parameters.json");
        var settings = golden.Json.GetProperty("variants").EnumerateArray().Single(item => item.GetProperty("name").GetString() == variant);
        double rate = settings.GetProperty("learning_rate").GetDouble(), maxNorm = settings.GetProperty("max_grad_norm").GetDouble();
        using var optimizer = WorldModelOptimizer.Create(fixture.Model, rate, settings.GetProperty("weight_decay").GetDouble());
        var parameters = fixture.Model.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        string[] names = [.. golden.Json.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        for (int step = 1; step <= 3; step++)
        {
            optimizer.ZeroGrad();
            var losses = fixture.Model.ComputeLoss(fixture.Batch);
            losses.Total.Backward();
            if (step == 1)
            {
                golden.AssertClose("losses", Tensor.Stack([losses.Observations, losses.Rewards, losses.Ends]));
                foreach (string name in names)
                    golden.AssertClose($"grad.{name}", parameters[name].Grad!);
                sums.AssertGradients(parameters);
            }
            TrainingRule.AssertNear($"{variant}.total_norm_{step}", golden, GradientClipping.ClipNorm(fixture.Model.Parameters(), maxNorm));
            TrainingRule.AssertNear($"{variant}.loss_total_{step}", golden, losses.Total.Item());
            if (step == 1 && golden.Tensors.ContainsKey($"{variant}.clipped_grad.pos_emb.weight"))
                golden.AssertClose($"{variant}.clipped_grad.pos_emb.weight", parameters["pos_emb.weight"].Grad!);
            optimizer.Step();
            if (step == 2)
                continue;
            foreach (string name in names)
                TrainingRule.AssertParameter($"{variant}.after{step}.{name}", golden, parameters[name], rate * step);
            sums.AssertParameters($"{variant}.after{step}", parameters);
        }
    }

    [Fact]
    public void Groups_Order_IsThatOfTheOriginalsCheckpoints()
    {
        using var fixture = new WorldModelFixture("wm_small_causal");
        var (decayed, others) = WorldModelOptimizer.Groups(fixture.Model);
        string[][] recorded = Golden.Json("iris/train/world_model.json").GetProperty("optimizer_param_groups_in_order").EnumerateArray()
            .Select(group => group.GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ToArray()).ToArray();
        Assert.Equal(recorded[0], decayed.Select(entry => entry.Name));
        Assert.Equal(recorded[1], others.Select(entry => entry.Name));
    }
}
