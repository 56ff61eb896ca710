using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Encoders, decoders, heads and actors against SheepRL's numbers.</summary>
public sealed class GoldenNetworkTests
{
    public static TheoryData<string> Variants => ["visible", "visible_cont", "visible_multi"];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Heads_OfObservationsAndLatents_AreAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load(variant, "modules", "weights.");
        var golden = agent.Golden;
        var observations = golden.Tensors.Where(pair => pair.Key.StartsWith("obs.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key["obs.".Length..], pair => DreamerBatch.Prepare(pair.Value));
        var world = agent.Model.WorldModel;
        Near.Assert("encoder", golden["encoder.out"], world.Encoder.Forward(observations));
        var latent = golden["latent"];
        foreach (var (name, decoded) in world.Decoder.Forward(latent))
            Near.Assert(name, golden[$"decoder.{name}"], decoded);
        Near.Assert("reward", golden["reward.logits"], world.RewardLogits(latent));
        Near.Assert("continue", golden["continue.logits"], world.ContinueLogits(latent));
        if (golden.Tensors.TryGetValue("critic.logits", out var values))
            Near.Assert("critic", values, agent.Model.Critic.Forward(latent));
    }

    [Theory]
    [InlineData("visible")]
    [InlineData("visible_multi")]
    public void Actor_OfChoices_IsAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load(variant, "modules", "weights.");
        var golden = agent.Golden;
        var policy = Assert.IsType<ChoiceDistribution>(agent.Model.Actor.Forward(golden.Tensors.GetValueOrDefault("actor.latent", golden["latent"])));
        int start = 0;
        foreach (var (index, logits) in policy.Logits.Index())
        {
            int count = (int)logits.Size(-1);
            Near.Assert("mixed", golden[$"actor.head{index}.mixed_logits"], logits);
            Near.Assert("greedy", golden[$"actor.head{index}.greedy"], policy.Mode().Narrow(-1, start, count));
            start += count;
        }
        var entropies = policy.Logits.Select((_, index) => golden[$"actor.head{index}.entropy"]).Aggregate((sum, part) => sum + part);
        Near.Assert("entropy", entropies, policy.Entropy());
    }

    [Theory]
    [InlineData("scaled_normal", ActionDistributionKind.ScaledNormal)]
    [InlineData("tanh_normal", ActionDistributionKind.TanhNormal)]
    [InlineData("normal", ActionDistributionKind.Normal)]
    public void Actor_OfRealNumbers_IsAsRecorded(string name, ActionDistributionKind kind)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load("visible_cont", "modules", "weights.");
        var golden = agent.Golden;
        using var actor = new Actor(golden["actor.latent"].Size(-1), agent.Model.Actions, agent.Model.Sizes.Actor with { Distribution = kind });
        GoldenAgent.LoadInto(actor, golden, "weights.actor.");
        if (golden.Tensors.TryGetValue($"actor.{name}.head_bias", out var bias))
        {
            using var noGrad = new NoGrad();
            actor.NamedParameters().ToDictionary()["mlp_heads.0.bias"].CopyFrom(bias);
        }
        var policy = Assert.IsType<NumberDistribution>(actor.Forward(golden["actor.latent"]));
        Near.Assert("mean", golden[$"actor.{name}.mean"], policy.Mean);
        Near.Assert("std", golden[$"actor.{name}.std"], policy.Std);
        Near.Assert("action", golden[$"actor.{name}.action"], policy.Sample(new ArgMaxSampler(), new RecordedNoise([golden[$"actor.{name}.noise"]])));
        Near.Assert("log_prob", golden[$"actor.{name}.log_prob"], policy.LogProb(golden[$"actor.{name}.value"]));
        if (golden.Tensors.TryGetValue($"actor.{name}.entropy", out var entropy))
            Near.Assert("entropy", entropy, policy.Entropy()!);
        else
            Assert.Null(policy.Entropy());
    }
}
