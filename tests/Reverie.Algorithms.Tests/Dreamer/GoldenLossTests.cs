using Reverie.Algorithms.Dreamer.Losses;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Returns;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Losses and their gradients against SheepRL's numbers.</summary>
public sealed class GoldenLossTests
{
    public static TheoryData<string> Variants => ["visible", "visible_cont", "visible_multi"];

    [Theory]
    [MemberData(nameof(Variants))]
    public void WorldModelLosses_UnderFourSettings_AreAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/wm_loss.safetensors");
        using var bins = new SymlogTwoHot(golden["reward_logits"].Size(-1));
        foreach (var (index, setting) in golden.Json.GetProperty("cases").EnumerateArray().Index())
        {
            var leaves = golden.Tensors.Where(pair => pair.Key is "reward_logits" or "continue_logits" or "posterior_logits" or "prior_logits"
                || pair.Key.StartsWith("recon.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => Leaf(pair.Value));
            bool continues = !setting.GetProperty("no_continue").GetBoolean();
            var predicted = new WorldModelPrediction(
                leaves.Where(pair => pair.Key.StartsWith("recon.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key["recon.".Length..], pair => pair.Value),
                leaves["reward_logits"], bins, continues ? leaves["continue_logits"] : null, leaves["posterior_logits"], leaves["prior_logits"]);
            var seen = golden.Tensors.Where(pair => pair.Key.StartsWith("obs.", StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key["obs.".Length..], pair => DreamerBatch.Prepare(pair.Value));
            var losses = WorldModelLosses.Compute(predicted, seen, golden["rewards"], golden["continue_targets"], new(
                Number("kl_dynamic"), Number("kl_representation"), Number("kl_free_nats"), Number("kl_regularizer"), Number("continue_scale_factor")));
            Near.Assert("loss", Number("loss"), losses.Total.Item());
            Near.Assert("kl", Number("kl"), losses.Kl.Item());
            Near.Assert("state", Number("state_loss"), losses.State.Item());
            Near.Assert("reward", Number("reward_loss"), losses.Reward.Item());
            Near.Assert("observation", Number("observation_loss"), losses.Observation.Item());
            Near.Assert("continue", Number("continue_loss"), losses.Continue.Item());
            losses.Total.Backward();
            foreach (var (name, leaf) in leaves)
            {
                if (golden.Tensors.TryGetValue($"case{index}.grad.{name}", out var gradient))
                    Near.AssertGradient(name, gradient, leaf.Grad!);
            }

            double Number(string name) => setting.GetProperty(name).GetDouble();
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void BehaviourLosses_OfATrajectory_AreAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load(variant, "behaviour", null);
        var (golden, model) = (agent.Golden, agent.Model);
        GoldenAgent.LoadInto(model.Actor, golden, "weights.actor.");
        GoldenAgent.LoadInto(model.Critic, golden, "weights.critic.");
        GoldenAgent.LoadInto(model.TargetCritic, golden, "weights.target_critic.");
        Near.Assert("discount", golden["discount"], (golden["continues"] * agent.Json.GetProperty("gamma").GetDouble()).CumProd(0)
            / agent.Json.GetProperty("gamma").GetDouble());

        var range = new PercentileRange();
        range.Update(golden["lambda_values"] * 20);
        var (offset, scale) = range.Update(golden["lambda_values"]);
        long horizon = golden["lambda_values"].Size(0);
        var advantage = ((golden["lambda_values"] - offset) - (golden["values"].Narrow(0, 0, horizon) - offset)) / scale;
        Near.Assert("advantage", golden["advantage"], advantage, absolute: 1e-4);
        if (!model.Actions.IsContinuous)
        {
            var policy = model.Actor.Forward(golden["trajectories"]);
            Near.Assert("entropies", golden["entropies"], policy.Entropy()!);
            Near.Assert("log_probs", golden["log_probs"], policy.LogProb(golden["actions"]).Narrow(0, 0, horizon));
            var loss = BehaviourLosses.Actor(policy, golden["actions"], advantage, golden["discount"], false, agent.Json.GetProperty("ent_coef").GetDouble());
            Near.Assert("policy_loss", agent.Json.GetProperty("policy_loss").GetDouble(), loss.Item());
            loss.Backward();
            foreach (var (name, parameter) in model.Actor.NamedParameters())
                Near.AssertGradient(name, golden[$"actor_grad.{name}"], parameter.Grad!);
        }
        var past = golden["trajectories"].Narrow(0, 0, horizon);
        var slow = model.ValueBins.Mean(model.TargetCritic.Forward(past));
        Near.Assert("target_values", golden["target_values"], slow);
        var valueLoss = BehaviourLosses.Critic(model.Critic.Forward(past), model.ValueBins, golden["lambda_values"], slow.Detach(), golden["discount"]);
        Near.Assert("value_loss", agent.Json.GetProperty("value_loss").GetDouble(), valueLoss.Item());
        valueLoss.Backward();
        foreach (var (name, parameter) in model.Critic.NamedParameters())
            Near.AssertGradient(name, golden[$"critic_grad.{name}"], parameter.Grad!);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void UpdateTarget_ThreeTimes_IsAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load(variant, "behaviour", null);
        GoldenAgent.LoadInto(agent.Model.Critic, agent.Golden, "weights.critic.");
        GoldenAgent.LoadInto(agent.Model.TargetCritic, agent.Golden, "weights.target_critic.");
        foreach (var (step, share) in agent.Json.GetProperty("ema_taus").EnumerateArray().Index())
        {
            agent.Model.UpdateTarget(share.GetDouble());
            Near.Assert($"ema {step}", agent.Golden[$"ema.{step}._model.0.weight"], agent.Model.TargetCritic.Parameters().First());
        }
    }

    private static Tensor Leaf(Tensor tensor)
    {
        var leaf = tensor.Clone();
        leaf.RequiresGrad = true;
        return leaf;
    }
}
