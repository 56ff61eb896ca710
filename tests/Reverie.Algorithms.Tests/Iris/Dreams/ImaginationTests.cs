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
        var sums = new TrainingSums("iris/train/actor_critic_all_parameters.json");
        var settings = golden.Json.GetProperty("variants").EnumerateArray().First(item => item.GetProperty("name").GetString() == variant);
        double rate = settings.GetProperty("learning_rate").GetDouble(), maxNorm = settings.GetProperty("max_grad_norm").GetDouble();
        fixture.Agent.Tokenizer.Eval();
        var actor = fixture.Agent.ActorCritic;
        using var optimizer = new Adam(actor.Parameters(), rate);
        var parameters = actor.NamedParameters().ToDictionary(p => p.Name, p => p.Tensor);
        string[] names = [.. golden.Json.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        var jumps = GradientJumps.Measure(
            (error, generator) =>
            {
                Backward(new NoisyFrames(fixture.Tokenizer, error, generator));
                return parameters.ToDictionary(entry => entry.Key, entry => entry.Value.Grad!);
            },
            Golden.Load("iris/tokenizer/tokenizer_64.safetensors").Error("decoded_postprocessed"),
            name => 20 * sums.GradientError(name));
        for (int step = 1; step <= 3; step++)
        {
            var losses = Backward(fixture.Tokenizer);
            if (step == 1)
            {
                golden.AssertClose("losses", Tensor.Stack([losses.Actions, losses.Values, losses.Entropy]));
                foreach (string name in names)
                    golden.AssertClose($"grad.{name}", parameters[name].Grad!, jumps[name]);
                sums.AssertGradients(parameters, jumps);
            }
            double norm = GradientClipping.ClipNorm(actor.Parameters(), maxNorm);
            if (step == 1)
                AssertClipped(Math.Min(1, maxNorm / norm));
            TrainingRule.AssertNear($"{variant}.total_norm_{step}", golden, norm);
            TrainingRule.AssertNear($"{variant}.loss_total_{step}", golden, losses.Total.Item());
            optimizer.Step();
            if (step != 2)
            {
                foreach (string name in names)
                    TrainingRule.AssertParameter($"{variant}.after{step}.{name}", golden, parameters[name], rate * step);
                sums.AssertParameters($"{variant}.after{step}", parameters);
            }
        }
        Assert.All(actor.Parameters(), parameter => Assert.True(parameter.Grad!.Norm().Item() > 0));

        ActorCriticLosses Backward(IFrameTokenizer tokenizer)
        {
            optimizer.ZeroGrad();
            using var imagination = new Imagination(actor, tokenizer, fixture.Agent.WorldModel, new ArgMaxSampler());
            var losses = imagination.ComputeLoss(Frames(inputs), inputs["batch.mask_padding"], golden.Json.GetProperty("horizon").GetInt32(), LossOptions(golden));
            losses.Total.Backward();
            return losses;
        }

        void AssertClipped(double factor)
        {
            string prefix = $"{variant}.clipped_grad.";
            string[] clipped = [.. golden.Tensors.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
            Assert.NotEmpty(clipped);
            foreach (string key in clipped)
                golden.AssertClose(key, parameters[key[prefix.Length..]].Grad!, [.. jumps[key[prefix.Length..]].Select(jump => jump * factor)]);
        }
    }

    private static ActorCriticLossOptions LossOptions(GoldenFile golden) => new()
    {
        Gamma = golden.Json.GetProperty("gamma").GetDouble(),
        Lambda = golden.Json.GetProperty("lambda_").GetDouble(),
        EntropyWeight = golden.Json.GetProperty("entropy_weight").GetDouble(),
    };

    private static Tensor Frames(GoldenFile golden) => golden["batch.observations_uint8"].Float() / 255;
}
