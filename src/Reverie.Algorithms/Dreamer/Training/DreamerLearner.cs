using Reverie.Algorithms.Dreamer.Losses;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Runs;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Returns;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>
/// One gradient step after the other: the world model learns from observed sequences; then the actor acts in its imagination, from all states
/// of these sequences on, and actor and critic learn from that.
/// </summary>
/// <param name="model">All networks.</param>
/// <param name="optimizers">What moves them.</param>
/// <param name="options">Weights, horizon, discount.</param>
/// <param name="range">How far returns spread.</param>
/// <param name="sampler">Draws states and choices.</param>
/// <param name="noise">Draws real numbers.</param>
public sealed class DreamerLearner(
    DreamerModel model, DreamerOptimizers optimizers, LearnerOptions options, PercentileRange range, ITokenSampler sampler, INoise noise)
{
    /// <summary>One step of all three.</summary>
    /// <param name="batch">From the replay.</param>
    /// <returns>Numbers to log, under SheepRL's names.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a gradient is not finite.</exception>
    public Dictionary<string, double> Step(DreamerBatch batch)
    {
        using var scope = new TensorScope();
        var metrics = new Dictionary<string, double>();
        var sequence = LearnWorld(batch, metrics);
        LearnBehaviour(sequence, batch.Terminated, metrics);
        return metrics;
    }

    /// <summary>The world model's step.</summary>
    /// <returns>What it made of the sequences before that step.</returns>
    internal LatentSequence LearnWorld(DreamerBatch batch, Dictionary<string, double> metrics)
    {
        var seen = batch.Prepared();
        var world = model.WorldModel;
        optimizers.World.ZeroGrad();
        var sequence = world.Rssm.Observe(world.Encoder.Forward(seen), batch.ActionsBefore(), batch.Starts(), sampler);
        var predicted = new WorldModelPrediction(
            world.Decoder.Forward(sequence.Features), world.RewardLogits(sequence.Features), world.RewardBins, world.ContinueLogits(sequence.Features),
            sequence.PosteriorLogits, sequence.PriorLogits);
        var losses = WorldModelLosses.Compute(predicted, seen, batch.Rewards, 1 - batch.Terminated, options.WorldModel);
        losses.Total.Backward();
        metrics["Loss/world_model_loss"] = losses.Total.Item();
        metrics["Loss/observation_loss"] = losses.Observation.Item();
        metrics["Loss/reward_loss"] = losses.Reward.Item();
        metrics["Loss/state_loss"] = losses.State.Item();
        metrics["Loss/continue_loss"] = losses.Continue.Item();
        metrics["State/kl"] = losses.Kl.Item();
        using (new NoGrad())
        {
            metrics["State/post_entropy"] = OneHot.Entropy(sequence.PosteriorLogits).Sum([-1]).Mean().Item();
            metrics["State/prior_entropy"] = OneHot.Entropy(sequence.PriorLogits).Sum([-1]).Mean().Item();
        }
        metrics["Grads/world_model"] = Move("world model", "world_model", optimizers.World, losses.Total, options.ClipWorldModel);
        return sequence;
    }

    /// <summary>The steps of actor and critic.</summary>
    internal ImaginedBehaviour LearnBehaviour(LatentSequence sequence, Tensor terminated, Dictionary<string, double> metrics)
    {
        optimizers.Actor.ZeroGrad();
        using var dream = model.WorldModel.Rssm.Dream(sequence, options.Horizon);
        var trajectory = Imagination.Run(model, dream, options.Horizon, sampler, noise);
        int horizon = options.Horizon;
        var past = trajectory.Part(0, horizon);
        // The critic does not move before its own step: where no gradient goes through its values, it is asked once for both.
        var asked = model.Actions.IsContinuous ? null : past.Through(model.Critic);
        var behaviour = Judge(trajectory, 1 - terminated.Flatten(0, 1), asked);
        var (offset, scale) = range.Update(behaviour.Returns);
        var advantage = ((behaviour.Returns - offset) - (behaviour.Values.Narrow(0, 0, horizon) - offset)) / scale;
        var policyLoss = BehaviourLosses.Actor(
            model.Actor.Forward(trajectory.Part(0, horizon + 1).Through), trajectory.Actions, advantage, behaviour.Discount, model.Actions.IsContinuous, options.EntropyScale);
        policyLoss.Backward();
        metrics["Loss/policy_loss"] = policyLoss.Item();
        metrics["Grads/actor"] = Move("actor", "actor", optimizers.Actor, policyLoss, options.ClipActor);

        // What the gradients of real actions have left in the other networks goes with their next step's beginning.
        optimizers.Critic.ZeroGrad();
        Tensor slow;
        using (new NoGrad())
            slow = model.ValueBins.Mean(past.Through(model.TargetCritic));
        var valueLoss = BehaviourLosses.Critic(
            asked ?? past.Through(model.Critic), model.ValueBins, behaviour.Returns.Detach(), slow, behaviour.Discount.Detach());
        valueLoss.Backward();
        metrics["Loss/value_loss"] = valueLoss.Item();
        metrics["Grads/critic"] = Move("critic", "critic", optimizers.Critic, valueLoss, options.ClipCritic);
        return behaviour;
    }

    /// <summary>Rewards, values and returns of a trajectory; with gradients only where actions are real numbers.</summary>
    private ImaginedBehaviour Judge(ImaginedTrajectory trajectory, Tensor goesOn, Tensor? asked)
    {
        if (asked is null)
            return Evaluate(trajectory, goesOn, model.Critic.Forward(trajectory.Latents));
        using var noGrad = new NoGrad();
        var last = model.Critic.Forward(trajectory.Part(options.Horizon, 1).Latents);
        return Evaluate(trajectory, goesOn, Tensor.Cat([asked, last]));
    }

    private ImaginedBehaviour Evaluate(ImaginedTrajectory trajectory, Tensor goesOn, Tensor logits)
    {
        int horizon = options.Horizon;
        var world = model.WorldModel;
        var values = model.ValueBins.Mean(logits); // [H + 1, N, 1]
        var rewards = world.RewardBins.Mean(trajectory.Through(world.Heads.Reward));
        // The likelier of going on and ending; whether the first states go on is known.
        var predicted = trajectory.Through(world.Heads.Continue).Detach().Gt(0).Float();
        var continues = Tensor.Cat([goesOn.Unsqueeze(0), predicted.Narrow(0, 1, horizon)]) * options.Gamma;
        var returns = ContinuingReturns.Compute(
            rewards.Narrow(0, 1, horizon), values.Narrow(0, 1, horizon), continues.Narrow(0, 1, horizon), options.Lambda);
        return new(trajectory, rewards, values, continues, returns, continues.CumProd(0) / options.Gamma);
    }

    private static double Move(string name, string key, Optimizer optimizer, Tensor loss, double? maxNorm)
    {
        string remedy = $"Lower algo.{key}.optimizer.lr or algo.{key}.clip_gradients and resume from the last checkpoint.";
        if (!double.IsFinite(loss.Item()))
            throw new TrainingDivergedException($"The loss of the {name} is {loss.Item()}. {remedy}");
        try
        {
            return optimizer.Step(maxNorm);
        }
        catch (NonFiniteGradientException e)
        {
            throw new TrainingDivergedException($"{name}: {e.Message} {remedy}");
        }
    }
}
