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
    /// <summary>Where the actor's gradient comes through the dynamics; else it is REINFORCE.</summary>
    private bool IsThroughDynamics => model.Actions.IsContinuous && !optimizers.IsOne;

    /// <summary>One step of all three.</summary>
    /// <param name="batch">From the replay.</param>
    /// <param name="seen">Told what the world model made of the sequences.</param>
    /// <returns>Numbers to log, under SheepRL's names.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a gradient is not finite.</exception>
    public Dictionary<string, double> Step(DreamerBatch batch, Action<LatentSequence>? seen = null)
    {
        using var scope = new TensorScope();
        var metrics = new Dictionary<string, double>();
        LatentSequence sequence;
        if (optimizers.IsOne)
        {
            sequence = LearnTogether(batch, metrics);
        }
        else
        {
            sequence = LearnWorld(batch, metrics);
            LearnBehaviour(sequence, batch.Terminated, metrics, batch);
        }
        seen?.Invoke(sequence);
        return metrics;
    }

    /// <summary>The world model's step.</summary>
    /// <returns>What it made of the sequences before that step.</returns>
    internal LatentSequence LearnWorld(DreamerBatch batch, Dictionary<string, double> metrics)
    {
        optimizers.World.ZeroGrad();
        var (sequence, loss) = Observe(batch, metrics);
        loss.Backward();
        metrics["Grads/world_model"] = Move("world model", "world_model", optimizers.World, loss, options.ClipWorldModel);
        return sequence;
    }

    /// <summary>The steps of actor and critic.</summary>
    internal ImaginedBehaviour LearnBehaviour(LatentSequence sequence, Tensor terminated, Dictionary<string, double> metrics, DreamerBatch? batch = null)
    {
        optimizers.Actor.ZeroGrad();
        var (behaviour, policyLoss, valueLoss) = Behave(sequence, terminated, metrics);
        policyLoss.Backward();
        metrics["Grads/actor"] = Move("actor", "actor", optimizers.Actor, policyLoss, options.ClipActor);
        // What the gradients of real actions have left in the other networks goes with their next step's beginning.
        optimizers.Critic.ZeroGrad();
        if (batch is not null && LearnsFromReplay(batch))
            valueLoss += ReplayValue(sequence.Features.Detach(), batch, behaviour, metrics) * options.ReplayValueScale;
        valueLoss.Backward();
        metrics["Grads/critic"] = Move("critic", "critic", optimizers.Critic, valueLoss, options.ClipCritic);
        return behaviour;
    }

    /// <summary>One step of everything by the sum of all losses.</summary>
    private LatentSequence LearnTogether(DreamerBatch batch, Dictionary<string, double> metrics)
    {
        optimizers.World.ZeroGrad();
        var (sequence, worldLoss) = Observe(batch, metrics);
        var (behaviour, policyLoss, valueLoss) = Behave(sequence, batch.Terminated, metrics);
        var total = worldLoss + policyLoss + valueLoss;
        if (LearnsFromReplay(batch))
            total += ReplayValue(sequence.Features, batch, behaviour, metrics) * options.ReplayValueScale;
        total.Backward();
        metrics["Grads/world_model"] = Move("agent", "world_model", optimizers.World, total, options.ClipWorldModel);
        return sequence;
    }

    /// <summary>What the world model makes of the sequences, and its loss.</summary>
    private (LatentSequence Sequence, Tensor Loss) Observe(DreamerBatch batch, Dictionary<string, double> metrics)
    {
        var seen = batch.Prepared();
        var world = model.WorldModel;
        var sequence = batch.Before is { } context
            ? ((Rssm)world.Rssm).Observe(world.Embed(seen), batch.ActionsBefore(), batch.Starts(), sampler, new LatentState(context.Recurrent, context.Stochastic))
            : world.Rssm.Observe(world.Embed(seen), batch.ActionsBefore(), batch.Starts(), sampler);
        var goesOn = 1 - batch.Terminated;
        var losses = WorldModelLosses.Compute(
            Predict(sequence, seen), seen, batch.Rewards, options.DiscountsContinue ? goesOn * options.Gamma : goesOn, options.WorldModel);
        metrics["Loss/world_model_loss"] = losses.Total.Item();
        metrics["Loss/observation_loss"] = losses.Observation.Item();
        if (losses.Token is { } token)
            metrics["Loss/token_loss"] = token.Item();
        metrics["Loss/reward_loss"] = losses.Reward.Item();
        metrics["Loss/state_loss"] = losses.State.Item();
        metrics["Loss/continue_loss"] = losses.Continue.Item();
        metrics["State/kl"] = losses.Kl.Item();
        using (new NoGrad())
        {
            metrics["State/post_entropy"] = OneHot.Entropy(sequence.PosteriorLogits).Sum([-1]).Mean().Item();
            metrics["State/prior_entropy"] = OneHot.Entropy(sequence.PriorLogits).Sum([-1]).Mean().Item();
        }
        return (sequence, losses.Total);
    }

    /// <summary>A step of the world model on words alone: only what is said, and what was expected, counts.</summary>
    /// <param name="batch">Words, and zeros for all else.</param>
    /// <returns>Numbers to log.</returns>
    internal Dictionary<string, double> LearnWords(DreamerBatch batch)
    {
        var seen = batch.Prepared();
        var world = model.WorldModel;
        optimizers.World.ZeroGrad();
        var sequence = world.Rssm.Observe(world.Embed(seen), batch.ActionsBefore(), batch.Starts(), sampler);
        var losses = WorldModelLosses.Compute(Predict(sequence, seen), seen, batch.Rewards, 1 - batch.Terminated, options.WorldModel);
        var total = losses.Token! + (losses.State * options.WorldModel.KlRegularizer);
        total.Backward();
        return new()
        {
            ["Loss/token_loss"] = losses.Token!.Item(),
            ["State/kl"] = losses.Kl.Item(),
            ["Grads/world_model"] = Move("world model", "world_model", optimizers.World, total, options.ClipWorldModel),
        };
    }

    /// <summary>What the actor does in imagination, and the losses of actor and critic.</summary>
    private (ImaginedBehaviour Behaviour, Tensor PolicyLoss, Tensor ValueLoss) Behave(
        LatentSequence sequence, Tensor terminated, Dictionary<string, double> metrics)
    {
        using var dream = model.WorldModel.Rssm.Dream(sequence, options.Horizon);
        var trajectory = Imagination.Run(model, dream, options.Horizon, sampler, noise, IsThroughDynamics);
        int horizon = options.Horizon;
        var past = trajectory.Part(0, horizon);
        // The critic does not move before its own step: where no gradient goes through its values, it is asked once for both.
        var asked = IsThroughDynamics ? null : past.Through(model.Critic);
        var behaviour = Judge(trajectory, 1 - terminated.Flatten(0, 1), asked);
        var (offset, scale) = range.Update(behaviour.Returns);
        var advantage = ((behaviour.Returns - offset) - (behaviour.Values.Narrow(0, 0, horizon) - offset)) / scale;
        var policyLoss = BehaviourLosses.Actor(
            model.Actor.Forward(trajectory.Part(0, horizon + 1).Through), trajectory.Actions, advantage, behaviour.Discount, IsThroughDynamics,
            options.EntropyScale);
        metrics["Loss/policy_loss"] = policyLoss.Item();
        Tensor slow;
        using (new NoGrad())
            slow = model.ValueBins.Mean(past.Through(model.TargetCritic));
        var valueLoss = BehaviourLosses.Critic(
            asked ?? past.Through(model.Critic), model.ValueBins, behaviour.Returns.Detach(), slow, behaviour.Discount.Detach());
        metrics["Loss/value_loss"] = valueLoss.Item();
        return (behaviour, policyLoss, valueLoss);
    }

    /// <summary>A single step has none behind it to be worth something.</summary>
    private bool LearnsFromReplay(DreamerBatch batch) => options.ReplayValueScale > 0 && batch.Rewards.Size(0) > 1;

    /// <summary>The critic's loss on the replayed steps themselves; its gradient goes on into the world model where the states carry one.</summary>
    private Tensor ReplayValue(Tensor states, DreamerBatch batch, ImaginedBehaviour behaviour, Dictionary<string, double> metrics)
    {
        var logits = model.Critic.Forward(states);
        var bootstrap = behaviour.Returns.Select(0, 0).Detach().View(batch.Rewards.Shape);
        Tensor slow;
        using (new NoGrad())
            slow = model.ValueBins.Mean(model.TargetCritic.Forward(states.Detach()));
        var loss = BehaviourLosses.ReplayedCritic(
            logits, model.ValueBins, batch.Rewards, bootstrap, batch.Terminated, batch.Ends(), slow, options.Gamma, options.Lambda);
        metrics["Loss/replay_value_loss"] = loss.Item();
        return loss;
    }

    /// <summary>What the heads say of sequences.</summary>
    private WorldModelPrediction Predict(LatentSequence sequence, Dictionary<string, Tensor> seen)
    {
        var world = model.WorldModel;
        return new WorldModelPrediction(
            world.Decoder.Forward(sequence.Features), world.RewardLogits(sequence.Features), world.RewardBins, world.ContinueLogits(sequence.Features),
            sequence.PosteriorLogits, sequence.PriorLogits)
        {
            Token = sequence.TokenLogits is { } expected ? (expected, world.WordsOf(seen)) : null,
        };
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
        var answers = trajectory.Through(world.Heads.Continue).Detach();
        // The predicted discount itself; or the likelier of going on and ending, and whether the first states go on is known.
        double gamma = options.DiscountsContinue ? 1 : options.Gamma;
        var continues = options.DiscountsContinue
            ? answers.Sigmoid()
            : Tensor.Cat([goesOn.Unsqueeze(0), answers.Narrow(0, 1, horizon).Gt(0).Float()]) * gamma;
        var returns = ContinuingReturns.Compute(
            rewards.Narrow(0, 1, horizon), values.Narrow(0, 1, horizon), continues.Narrow(0, 1, horizon), options.Lambda);
        return new(trajectory, rewards, values, continues, returns, continues.CumProd(0) / gamma);
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
