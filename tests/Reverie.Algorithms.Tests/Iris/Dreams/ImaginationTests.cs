using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Tests.Iris.Dreams;

public class ImaginationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ArgMax_MatchesTheOriginal(bool cached)
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture();
        fixture.Agent.Eval();
        var golden = Golden.Load("iris/world_model_env/imagine.safetensors");
        IFrameTokenizer tokenizer = cached ? new CachedFrameTokenizer(fixture.Tokenizer) : fixture.Tokenizer;
        using var imagination = new Imagination(fixture.Agent.ActorCritic, tokenizer, fixture.Agent.WorldModel, new ArgMaxSampler());
        var rollout = imagination.Run(Frames(golden), golden["batch.mask_padding"], golden.Json.GetProperty("horizon").GetInt32(), keepFrames: true);
        golden.AssertClose("actions", rollout.Actions);
        golden.AssertClose("logits_actions", rollout.LogitsActions);
        golden.AssertClose("values", rollout.Values);
        golden.AssertClose("rewards", rollout.Rewards);
        golden.AssertClose("ends", rollout.Ends);
        var first = rollout.Frames!.Select(1, 0).Float() - golden["observations_uint8_first"].Float();
        Assert.True(first.Abs().Max().Item() <= 1);
        Assert.True((rollout.Frames.Float().Mean([3, 4]) - golden["observations_mean"]).Abs().Max().Item() <= 1);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("clipped")]
    public void Train_ThreeSteps_MatchesTheOriginal(string variant)
    {
        using var fixture = new AgentFixture();
        using var scope = new TensorScope();
        var inputs = Golden.Load("iris/world_model_env/imagine.safetensors");
        var golden = Golden.Load("iris/train/actor_critic.safetensors");
        var settings = golden.Json.GetProperty("variants").EnumerateArray().First(item => item.GetProperty("name").GetString() == variant);
        double rate = settings.GetProperty("learning_rate").GetDouble();
        fixture.Agent.Tokenizer.Eval();
        var actor = fixture.Agent.ActorCritic;
        using var imagination = new Imagination(actor, fixture.Tokenizer, fixture.Agent.WorldModel, new ArgMaxSampler());
        using var optimizer = new Adam(actor.Parameters(), rate);
        var parameters = actor.NamedParameters().ToDictionary(p => p.Name, p => p.Tensor);
        string[] names = [.. golden.Json.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        for (int step = 1; step <= 3; step++)
        {
            optimizer.ZeroGrad();
            var losses = imagination.ComputeLoss(
                Frames(inputs), inputs["batch.mask_padding"], golden.Json.GetProperty("horizon").GetInt32(), new ActorCriticLossOptions());
            losses.Total.Backward();
            if (step == 1)
            {
                golden.AssertClose("losses", Tensor.Stack([losses.Actions, losses.Values, losses.Entropy]));
                foreach (string name in names)
                    golden.AssertClose($"grad.{name}", parameters[name].Grad!);
            }
            double norm = GradientClipping.ClipNorm(actor.Parameters(), settings.GetProperty("max_grad_norm").GetDouble());
            TrainingRule.AssertNear($"{variant}.total_norm_{step}", golden, norm);
            TrainingRule.AssertNear($"{variant}.loss_total_{step}", golden, losses.Total.Item());
            optimizer.Step();
            if (step != 2)
            {
                foreach (string name in names)
                    TrainingRule.AssertParameter($"{variant}.after{step}.{name}", golden, parameters[name], rate * step);
            }
        }
        Assert.All(actor.Parameters(), parameter => Assert.True(parameter.Grad!.Norm().Item() > 0));
    }

    private static Tensor Frames(GoldenFile golden) => golden["batch.observations_uint8"].Float() / 255;
}
