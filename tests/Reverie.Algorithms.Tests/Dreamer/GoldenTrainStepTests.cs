using Reverie.Algorithms.Dreamer.Training;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Optimizers;
using Reverie.WorldModels.Returns;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Three whole gradient steps against SheepRL's: every logged number, gradients, parameters.</summary>
public sealed class GoldenTrainStepTests
{
    private const int Steps = 3;

    [Theory]
    [InlineData("visible")]
    [InlineData("visible_cont")]
    [InlineData("visible_multi")]
    public void Step_ThreeTimes_IsAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load(variant, "train_step", "before.");
        var (golden, model, json) = (agent.Golden, agent.Model, agent.Json);
        using var optimizers = new DreamerOptimizers(Adam("world", model.WorldModel), Adam("actor", model.Actor), Adam("critic", model.Critic));
        var range = new PercentileRange();
        var options = new LearnerOptions
        {
            Horizon = json.GetProperty("horizon").GetInt32(),
            Gamma = json.GetProperty("gamma").GetDouble(),
            Lambda = json.GetProperty("lmbda").GetDouble(),
            EntropyScale = json.GetProperty("ent_coef").GetDouble(),
        };
        for (int step = 0; step < Steps; step++)
        {
            if (step > 0)
                model.UpdateTarget(json.GetProperty("tau").GetDouble());
            var noise = model.Actions.IsContinuous ? golden[$"step{step}.noise"].Unbind() : Array.Empty<Tensor>();
            var learner = new DreamerLearner(model, optimizers, options, range, new ArgMaxSampler(), new RecordedNoise(noise));
            AssertStep(golden, step, learner, Batch(golden, step), range);
            if (step is 0 or Steps - 1)
            {
                foreach (var (name, parameter) in model.NamedParameters())
                {
                    if (golden.Tensors.TryGetValue($"after{step + 1}.{name}", out var expected))
                        Near.Assert($"after {step + 1}: {name}", expected, parameter, relative: 0);
                }
            }
        }

        Adam Adam(string name, Module module)
        {
            var settings = json.GetProperty("optim").GetProperty(name);
            return new([.. module.Parameters()], settings.GetProperty("lr").GetDouble(), eps: settings.GetProperty("eps").GetDouble());
        }
    }

    private static void AssertStep(GoldenFile golden, int step, DreamerLearner learner, DreamerBatch batch, PercentileRange range)
    {
        var metrics = new Dictionary<string, double>();
        var sequence = learner.LearnWorld(batch, metrics);
        Near.Assert("prior_logits", golden[$"step{step}.prior_logits"], sequence.PriorLogits);
        Near.Assert("posterior_logits", golden[$"step{step}.posterior_logits"], sequence.PosteriorLogits);
        Near.Assert("latent_states", golden[$"step{step}.latent_states"], sequence.Features);
        var behaviour = learner.LearnBehaviour(sequence, batch.Terminated, metrics);
        Near.Assert("imagined_trajectories", golden[$"step{step}.imagined_trajectories"], behaviour.Trajectory.Latents);
        Near.Assert("imagined_actions", golden[$"step{step}.imagined_actions"], behaviour.Trajectory.Actions);
        Near.Assert("imag_rewards", golden[$"step{step}.imag_rewards"], Ahead(behaviour.Rewards));
        Near.Assert("imag_values", golden[$"step{step}.imag_values"], Ahead(behaviour.Values));
        Near.Assert("imag_discounted_continues", golden[$"step{step}.imag_discounted_continues"], Ahead(behaviour.Continues));
        Near.Assert("lambda_values", golden[$"step{step}.lambda_values"], behaviour.Returns);
        var recorded = golden.Json.GetProperty("steps")[step];
        foreach (var (name, value) in metrics)
            Near.Assert($"step {step}: {name}", recorded.GetProperty(name).GetDouble(), value);
        Near.Assert("moments_low", recorded.GetProperty("moments_low").GetDouble(), range.Low);
        Near.Assert("moments_high", recorded.GetProperty("moments_high").GetDouble(), range.High);
    }

    private static Tensor Ahead(Tensor steps) => steps.Narrow(0, 1, steps.Size(0) - 1);

    private static DreamerBatch Batch(GoldenFile golden, int step)
    {
        string prefix = $"step{step}.batch.";
        var all = golden.Tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
        return new(all, all["actions"], all["rewards"], all["terminated"], all["is_first"].Squeeze(-1).Gt(0));
    }
}
