using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Returns;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>The faults that made other Dreamers learn nothing on grid worlds while their losses fell.</summary>
public sealed class ClassicFaultTests : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Returns_PairARewardWithTheValueBehindIt()
    {
        // Two steps; λ = 0: r1 + γ v1, r2 + γ v2, and nothing two steps ahead.
        var returns = ContinuingReturns.Compute(Column(1, 2), Column(10, 100), Column(0.5f, 0.5f), lambda: 0);
        Assert.Equal([6, 52], returns.ToArray<float>());
        // λ = 1: all rewards, and the last value once.
        Assert.Equal([27, 52], ContinuingReturns.Compute(Column(1, 2), Column(10, 100), Column(0.5f, 0.5f), lambda: 1).ToArray<float>());
    }

    [Fact]
    public void Observe_AnAction_ChangesTheNextPriorAndNoEarlierOne()
    {
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var batch = Batch(agent);
        float[][] before = Priors(agent, batch);
        float[][] after = Priors(agent, batch with { Actions = Changed(batch.Actions, 1) });
        for (int t = 0; t <= 1; t++)
            Assert.Equal(before[t], after[t]);
        Assert.NotEqual(before[2], after[2]);
    }

    [Fact]
    public void Observe_TheStartOfAnEpisode_ForgetsWhatWasBefore()
    {
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var batch = Batch(agent) with { IsFirst = Firsts(agent, 3) };
        float[][] before = Priors(agent, batch);
        float[][] after = Priors(agent, batch with { Actions = Changed(Changed(batch.Actions, 1), 2) });
        Assert.NotEqual(before[2], after[2]);
        Assert.Equal(before[3], after[3]);
        Assert.Equal(before[4], after[4]);
    }

    [Fact]
    public void Observe_TheEndOfAnEpisode_StillKnowsWhatLedToIt()
    {
        // Row 2 is the end, row 3 the next start: a mask one step early would make the end look like a start.
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var batch = Batch(agent) with { IsFirst = Firsts(agent, 3) };
        Assert.NotEqual(Priors(agent, batch)[2], Priors(agent, batch with { Actions = Changed(batch.Actions, 0) })[2]);
    }

    [Fact]
    public void Imagine_TheActionOfAState_MakesTheNextOne()
    {
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var (model, start) = (agent.Model, Start(agent.Model));
        var trajectory = Imagination.Run(model, Latents(model).Dream(start), 3, new ArgMaxSampler(), new RecordedNoise([]));
        for (int t = 0; t <= 3; t++)
        {
            Near.Assert($"action {t}", model.Actor.Forward(trajectory.Latents.Select(0, t)).Mode(), trajectory.Actions.Select(0, t));
            if (t == 3)
                break;
            var latent = trajectory.Latents.Select(0, t).SplitSizes(model.Sizes.WorldModel.Rssm.StochasticSize, model.Sizes.WorldModel.Rssm.Recurrent);
            var next = Latents(model).Imagine(new(latent[1], latent[0]), trajectory.Actions.Select(0, t), new ArgMaxSampler());
            Near.Assert($"state {t + 1}", next.Features, trajectory.Latents.Select(0, t + 1));
        }
    }

    [Fact]
    public void Imagine_ALaterState_RemembersTheActionTwoStepsBefore()
    {
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var (rssm, start) = (Latents(agent.Model), Start(agent.Model));
        Tensor[] actions = [.. Enumerable.Range(0, 3).Select(_ => OneAction(agent.Model, 0))];
        float[] before = Play(actions);
        float[] after = Play([OneAction(agent.Model, 1), actions[1], actions[2]]);
        Assert.NotEqual(before, after);

        float[] Play(Tensor[] played)
        {
            var state = start;
            foreach (var action in played)
                state = rssm.Imagine(state, action, new ArgMaxSampler());
            return state.Recurrent.ToArray<float>();
        }
    }

    [Fact]
    public void Prior_OfAnImaginedStep_DependsOnTheAction()
    {
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var (rssm, start) = (Latents(agent.Model), Start(agent.Model));
        float[][] priors = [.. Enumerable.Range(0, 2)
            .Select(choice => rssm.Prior(rssm.Imagine(start, OneAction(agent.Model, choice), new ArgMaxSampler()).Recurrent).ToArray<float>())];
        Assert.NotEqual(priors[0], priors[1]);
    }

    [Fact]
    public void Behaviour_BehindAnEnd_CountsForNothing()
    {
        using var agent = GoldenAgent.Load("visible_multi", "train_step", "before.");
        var model = agent.Model;
        using (new NoGrad())
        {
            // Every imagined state is an end: the first states, which are real, count; nothing behind them does, nor do their values.
            model.WorldModel.Outputs.Continue.Weight.ZeroInPlace();
            model.WorldModel.Outputs.Continue.Bias!.FillInPlace(-10);
        }
        var (learner, sequence, batch) = Learner(agent, []);
        var behaviour = learner.LearnBehaviour(sequence, Tensor.ZerosLike(batch.Terminated), []);
        Assert.All(behaviour.Discount.Select(0, 0).ToArray<float>(), weight => Assert.Equal(1, weight, 1e-6f));
        Assert.All(behaviour.Discount.Narrow(0, 1, 3).ToArray<float>(), weight => Assert.Equal(0, weight));
        Near.Assert("returns", behaviour.Rewards.Narrow(0, 1, behaviour.Returns.Size(0)), behaviour.Returns);
    }

    [Theory]
    [InlineData("visible_multi")]
    [InlineData("visible_cont")]
    public void ActorGradient_FromReturnsAlone_IsNotZero(string variant)
    {
        using var agent = GoldenAgent.Load(variant, "train_step", "before.");
        var (learner, sequence, batch) = Learner(agent, agent.Model.Actions.IsContinuous ? agent.Golden["step0.noise"].Unbind() : []);
        learner.LearnBehaviour(sequence, batch.Terminated, []);
        Assert.All(agent.Model.Actor.Parameters(), parameter => Assert.True(parameter.Grad!.Abs().Max().Item() > 0));
    }

    [Fact]
    public void Replay_OfASuccess_GivesItsRewardBehindTheActionThatEarnedIt()
    {
        var options = DreamerRun.Load(
            "algo=dreamer_v3_XS", "algo.mlp_keys.encoder=[state]", "env.num_envs=1", "buffer.size=100", "buffer.memmap=false").Options;
        using var experience = new DreamerExperience(options, new VectorEnvironment(i => new LoopEnvironment(i), 1), _folder.Path);
        for (int step = 0; step < 90; step++)
            experience.Step(null, _ => { });
        const int Length = 8;
        var sequences = experience.Replay.Draw(new SeededRandom(2), 32, Length)[0];
        var batch = experience.Replay.Gather(sequences, Length, Device.Cpu);
        int ends = 0;
        for (int b = 0; b < 32; b++)
        {
            for (int t = 1; t < Length; t++)
            {
                float reward = batch.Rewards.Select(1, b).Select(0, t).ToArray<float>()[0];
                bool isFirst = batch.IsFirst.Select(1, b).Select(0, t).ItemInt64() != 0;
                float[] seen = batch.Observations["state"].Select(1, b).Select(0, t).ToArray<float>(); // environment, episode, step
                Assert.Equal(isFirst, seen[2] == 0);
                Assert.Equal(isFirst ? 0 : seen[2], reward % 100);
                if (reward < 100)
                    continue;
                ends++;
                Assert.Equal(1, batch.Actions.Select(1, b).Select(0, t - 1).Sum().Item()); // what earned it
                Assert.Equal(0, batch.Actions.Select(1, b).Select(0, t).Sum().Item()); // nothing is done behind the end
            }
        }
        Assert.True(ends > 5);
    }

    private static (DreamerLearner Learner, LatentSequence Sequence, DreamerBatch Batch) Learner(GoldenAgent agent, Tensor[] noise)
    {
        var model = agent.Model;
        var optimizers = new DreamerOptimizers(
            new Adam(model.WorldModel.Parameters(), 1e-3), new Adam(model.Actor.Parameters(), 1e-3), new Adam(model.Critic.Parameters(), 1e-3));
        var options = new LearnerOptions { Horizon = agent.Json.GetProperty("horizon").GetInt32(), EntropyScale = 0 };
        var learner = new DreamerLearner(model, optimizers, options, new PercentileRange(), new ArgMaxSampler(), new RecordedNoise(noise));
        var batch = Batch(agent);
        return (learner, Sequence(agent, batch), batch);
    }

    private static LatentSequence Sequence(GoldenAgent agent, DreamerBatch batch)
    {
        var world = agent.Model.WorldModel;
        return world.Rssm.Observe(world.Encoder.Forward(batch.Prepared()), batch.ActionsBefore(), batch.Starts(), new ArgMaxSampler());
    }

    private static float[][] Priors(GoldenAgent agent, DreamerBatch batch) =>
        [.. Sequence(agent, batch).PriorLogits.Unbind().Select(step => step.Contiguous().ToArray<float>())];

    private static DreamerBatch Batch(GoldenAgent agent)
    {
        const string Prefix = "step0.batch.";
        var all = agent.Golden.Tensors.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value);
        return new(all, all["actions"], all["rewards"], all["terminated"], Firsts(agent));
    }

    /// <summary>Episodes start at the first row and at the one given.</summary>
    private static Tensor Firsts(GoldenAgent agent, int row = 0)
    {
        var flags = agent.Golden["step0.batch.is_first"].Squeeze(-1);
        return Tensor.Cat([.. Enumerable.Range(0, (int)flags.Size(0)).Select(t => Tensor.Full([1, flags.Size(1)], t == 0 || t == row ? 1 : 0))]).Gt(0);
    }

    /// <summary>Other actions in one row: each choice's alternatives are turned around.</summary>
    private static Tensor Changed(Tensor actions, int row)
    {
        var steps = actions.Unbind();
        steps[row] = 1 - steps[row];
        return Tensor.Stack(steps);
    }

    private static LatentState Start(DreamerModel model) => Latents(model).Initial(2);

    private static Rssm Latents(DreamerModel model) => (Rssm)model.WorldModel.Rssm;

    private static Tensor OneAction(DreamerModel model, int choice)
    {
        float[] action = new float[2 * DreamerModel.SizeOf(model.Actions)];
        action[choice] = action[choice + (action.Length / 2)] = 1;
        return Tensor.From(action, 2, action.Length / 2);
    }

    private static Tensor Column(params float[] values) => Tensor.From(values, values.Length, 1);
}
