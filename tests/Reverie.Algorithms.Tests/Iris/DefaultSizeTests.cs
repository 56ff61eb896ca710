using System.Globalization;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Tests.Iris;

/// <summary>The configuration of the paper.</summary>
public class DefaultSizeTests
{
    [Fact]
    public void Forward_RecordedInputs_MatchTheOriginal()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var golden = Golden.Load("iris/default_size/default.safetensors");
        using var fixture = new AgentFixture("iris/default_size/default.json");
        var agent = fixture.Agent;
        agent.Eval();
        Assert.Equal(new TransformerOptions(), agent.WorldModel.Options);
        var counts = golden.Json.GetProperty("parameter_counts");
        Assert.Equal(counts.GetProperty("world_model").GetInt64(), agent.WorldModel.ParameterCount());
        Assert.Equal(counts.GetProperty("actor_critic").GetInt64(), agent.ActorCritic.ParameterCount());

        var output = ((TokenWorldModel)agent.WorldModel).Forward(golden["world_model_tokens"]);
        var observations = output.LogitsObservations!;
        golden.AssertClose("logits_observations_last", observations.Select(0, 0).Select(0, observations.Size(1) - 1));
        golden.AssertClose("logits_observations_sums", Tensor.Stack([Double(observations).Sum(), Double(observations).Abs().Sum()]));
        golden.AssertClose("logits_rewards", output.LogitsRewards!);
        golden.AssertClose("logits_ends", output.LogitsEnds!);

        agent.ActorCritic.Reset(1);
        var action = agent.ActorCritic.Forward(golden["observation_uint8"].Float() / 255);
        golden.AssertClose("logits_actions", action.LogitsActions);
        golden.AssertClose("means_values", action.Values);
    }

    [Fact]
    public void Constructor_InitialWeights_FollowTheRecordedLaws()
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture("iris/default_size/default.json", fill: false);
        foreach (var (component, module) in ((string, Module)[])[("world_model", fixture.Agent.WorldModel), ("actor_critic", fixture.Agent.ActorCritic)])
        {
            var weights = module.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor.Detach());
            var groups = Golden.Json("iris/default_size/initialization.json").GetProperty("groups").EnumerateArray()
                .Where(group => group.GetProperty("component").GetString() == component);
            foreach (var group in groups)
            {
                string law = group.GetProperty("law").GetString()!;
                foreach (string name in group.GetProperty("names").EnumerateArray().Select(item => item.GetString()!).Where(name => name != "..."))
                    AssertLaw(name, law, weights[name]);
            }
        }
    }

    // "constant 1", "normal(0, 0.02)", "uniform(-0.04, 0.04)"
    private static void AssertLaw(string name, string law, Tensor weights)
    {
        double number = double.Parse(law.Split(' ')[^1].TrimEnd(')'), CultureInfo.InvariantCulture);
        double mean = weights.Mean().Item(), largest = weights.Abs().Max().Item();
        if (law.StartsWith("constant", StringComparison.Ordinal))
        {
            Assert.Equal((number, number), (weights.Min().Item(), weights.Max().Item()));
            return;
        }
        bool uniform = law.StartsWith("uniform", StringComparison.Ordinal);
        double std = uniform ? number / Math.Sqrt(3) : number;
        if (uniform)
            Assert.True(largest <= number * (1 + 1e-6), $"{name} reaches {largest}, beyond {law}");
        if (weights.NumElements < 500)
            return;
        double spread = weights.Std().Item();
        Assert.True(Math.Abs(mean) < 5 * std / Math.Sqrt(weights.NumElements), $"{name} has the mean {mean}, {law}");
        Assert.True(Math.Abs(spread / std - 1) < 4 / Math.Sqrt(weights.NumElements), $"{name} has the deviation {spread}, {law}");
    }

    private static Tensor Double(Tensor tensor) => tensor.To(ScalarType.Float64);
}
