using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Iris.WorldModels;

/// <summary>
/// What every world model must do, whatever reads its sequence: the founding projects lost their memory, leaked what was to be predicted,
/// overwrote pretrained weights, and foresaw the same whatever was done.
/// </summary>
public sealed class WorldModelSuiteTests
{
    private const int K = WorldModelCase.K;

    public static TheoryData<string> Cases => [.. WorldModelCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_LaterFrameOrAction_ChangesNothingBefore(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        var before = world.Model.Predict(batch.ObservationTokens, batch.Actions);
        for (int step = 1; step < WorldModelCase.Blocks; step++)
        {
            var frame = world.Model.Predict(Changed(batch.ObservationTokens, step, WorldModelCase.Vocabulary), batch.Actions);
            // Frame t is foreseen at index t - 1; rewards and ends follow the action of their own step.
            Assert.Equal(0, Distance(before.Observations.Narrow(1, 0, step - 1), frame.Observations.Narrow(1, 0, step - 1)));
            Assert.Equal(0, Distance(before.Rewards.Narrow(1, 0, step), frame.Rewards.Narrow(1, 0, step)));
            var action = world.Model.Predict(batch.ObservationTokens, Changed(batch.Actions, step, WorldModelCase.Actions));
            Assert.Equal(0, Distance(before.Observations.Narrow(1, 0, step), action.Observations.Narrow(1, 0, step)));
            Assert.Equal(0, Distance(before.Ends.Narrow(1, 0, step), action.Ends.Narrow(1, 0, step)));
        }
        // The frame to be foreseen is seen by none of its own first tokens.
        var last = world.Model.Predict(Changed(batch.ObservationTokens, WorldModelCase.Blocks - 1, WorldModelCase.Vocabulary), batch.Actions);
        Assert.Equal(0, Distance(First(before), First(last)));

        static Tensor First(WorldModelPrediction prediction) => prediction.Observations.Select(1, WorldModelCase.Blocks - 2).Select(1, 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ComputeLoss_SegmentsOfOneStep_AreNumbers(string name)
    {
        using var scope = new TensorScope();
        using var world = Awake(name);
        var batch = world.Batch();
        var first = Tensor.Zeros([3, WorldModelCase.Blocks], ScalarType.Bool);
        first.Select(1, 0).FillInPlace(1);
        var losses = world.Model.ComputeLoss(batch with { MaskPadding = first, Ends = Tensor.Zeros([3, WorldModelCase.Blocks], ScalarType.Int64) });
        Assert.True(double.IsFinite(losses.Total.Item()), $"{losses.Observations.Item()}, {losses.Rewards.Item()}, {losses.Ends.Item()}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_EarlierFrame_ReachesTwoStepsOn(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        var before = world.Model.Predict(batch.ObservationTokens, batch.Actions);
        var after = world.Model.Predict(Changed(batch.ObservationTokens, 0, WorldModelCase.Vocabulary), batch.Actions);
        Assert.True(Distance(before.Observations.Narrow(1, 2, 1), after.Observations.Narrow(1, 2, 1)) > 1e-7);
        Assert.True(Distance(before.Rewards.Narrow(1, 2, 1), after.Rewards.Narrow(1, 2, 1)) > 1e-7);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_OtherAction_ChangesWhatFollows(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        var before = world.Model.Predict(batch.ObservationTokens, batch.Actions);
        var after = world.Model.Predict(batch.ObservationTokens, Changed(batch.Actions, 1, WorldModelCase.Actions));
        Assert.True(Distance(before.Observations.Select(1, 1), after.Observations.Select(1, 1)) > 1e-6);
        Assert.True(Distance(before.Rewards.Select(1, 1), after.Rewards.Select(1, 1)) > 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_ThatFollowsARealSegment_ForeseesAsTheFullPass(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        var expected = world.Model.Predict(batch.ObservationTokens, batch.Actions);
        using var dream = world.Model.CreateDream(batch.Actions.Size(0));
        dream.Begin(batch.ObservationTokens.Select(1, 0));
        for (int t = 0; t < WorldModelCase.Blocks - 1; t++)
        {
            var sampler = new Following(batch.ObservationTokens.Select(1, t + 1));
            var (_, tokens) = dream.Step(batch.Actions.Select(1, t), sampler, predictNext: true);
            Assert.Equal(batch.ObservationTokens.Select(1, t + 1).ToArray<long>(), tokens.ToArray<long>());
            Close.Assert($"rewards {t}", expected.Rewards.Select(1, t), sampler.Rewards, 1e-4);
            Close.Assert($"ends {t}", expected.Ends.Select(1, t), sampler.Ends, 1e-4);
            Close.Assert($"frame {t + 1}", expected.Observations.Select(1, t), sampler.Observations, 1e-4);
        }
        Assert.False(dream.HasRoom(predictNext: true) && dream.ContextLength == 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_BegunAnew_KnowsTheFrameAndNothingElse(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        using var used = world.Model.CreateDream(3);
        used.Begin(batch.ObservationTokens.Select(1, 0));
        used.Step(batch.Actions.Select(1, 0), new ArgMaxSampler(), predictNext: true);
        used.Begin(batch.ObservationTokens.Select(1, 1));
        using var fresh = world.Model.CreateDream(3);
        fresh.Begin(batch.ObservationTokens.Select(1, 1));
        using var other = world.Model.CreateDream(3);
        other.Begin(batch.ObservationTokens.Select(1, 2));

        Tensor one = Rewards(used), two = Rewards(fresh), three = Rewards(other);
        Assert.Equal(0, Distance(one, two));
        Assert.True(Distance(two, three) > 1e-7);

        Tensor Rewards(IDream dream)
        {
            var sampler = new Following(batch.ObservationTokens.Select(1, 3));
            dream.Step(batch.Actions.Select(1, 1), sampler, predictNext: true);
            return sampler.Rewards;
        }
    }

    /// <summary>What follows the last step of a segment is no label, so that the context's last place has not learned to foresee a frame.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Dream_GoesOn_ForeseesFramesOnlyWhereSegmentsTeachThem(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        using var dream = world.Model.CreateDream(3);
        dream.Begin(batch.ObservationTokens.Select(1, 0));
        int frames = 0;
        for (; frames < 2 * WorldModelCase.Blocks && dream.HasRoom(predictNext: true); frames++)
            dream.Step(batch.Actions.Select(1, 0), new ArgMaxSampler(), predictNext: true);
        Assert.Equal(world.Model is CircuitWorldModel ? 2 * WorldModelCase.Blocks : WorldModelCase.Blocks - 1, frames);
        Assert.True(dream.HasRoom(predictNext: false), "There is no room for the last reward.");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_OneStep_MovesWhatLearnsAndNothingElse(string name)
    {
        using var scope = new TensorScope();
        using var world = new WorldModelCase(name);
        var before = world.Model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.Clone());
        var learns = world.Model.NamedParameters().Where(entry => entry.Tensor.RequiresGrad).Select(entry => entry.Name).ToHashSet();
        using var optimizer = WorldModelOptimizer.Create(world.Model, 0.01, 0.01);
        world.Model.Train();
        for (int step = 0; step < 2; step++)
        {
            optimizer.ZeroGrad();
            world.Model.ComputeLoss(world.Batch()).Total.Backward();
            optimizer.Step(10);
        }
        foreach (var (entry, tensor) in world.Model.StateDict())
        {
            bool moved = (tensor.To(ScalarType.Float64) - before[entry].To(ScalarType.Float64)).Abs().Max().Item() > 0;
            Assert.True(moved == learns.Contains(entry), $"{entry} {(moved ? "moved" : "did not move")}");
        }
        Assert.Contains(learns, entry => entry.Contains("head_observations", StringComparison.Ordinal));
        if (name.Contains("peft", StringComparison.Ordinal))
            Assert.All(learns.Where(entry => entry.Contains(".model.", StringComparison.Ordinal)), entry => Assert.Contains("lora_", entry, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pretrained_AfterConstructionAndARoundTrip_AreTheFilesOwn(string name)
    {
        using var scope = new TensorScope();
        using var world = new WorldModelCase(name);
        var state = world.Model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.Clone());
        int found = 0;
        foreach (var (entry, values) in world.Pretrained)
        {
            if (state.FirstOrDefault(own => own.Key.EndsWith($"model.{entry}", StringComparison.Ordinal)).Value is { DType: ScalarType.Float32 } tensor)
            {
                Assert.Equal(values, tensor.ToArray<float>());
                found++;
            }
        }
        Assert.True(world.Pretrained.Count == 0 || found >= 4, $"{found} of {world.Pretrained.Count} weights were found");

        using var noGrad = new NoGrad();
        foreach (var parameter in world.Model.Parameters())
            parameter.ZeroInPlace();
        world.Model.LoadStateDict(state);
        foreach (var (entry, tensor) in world.Model.StateDict())
            Assert.Equal(state[entry].ToBytes(), tensor.ToBytes());
    }

    [Theory]
    [InlineData("gpt2 pretrained peft words")]
    [InlineData("gpt2 pretrained frozen words queries")]
    public void Predict_WordOfTheLanguageModelChanges_ChangesWhatIsReadAndForeseen(string name)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var world = Awake(name);
        var batch = world.Batch();
        var before = world.Model.Predict(batch.ObservationTokens, batch.Actions);
        var words = world.Model.NamedParameters().Single(entry => entry.Name.EndsWith("wte.weight", StringComparison.Ordinal)).Tensor;
        Assert.Equal(20, words.Size(0));
        // Word 15 stands for no token: nothing depends on it. Word 3 is one.
        words.Narrow(0, 15, 1).FillInPlace(3);
        Assert.Equal(0, Distance(before.Observations, world.Model.Predict(batch.ObservationTokens, batch.Actions).Observations));
        words.Narrow(0, 3, 1).FillInPlace(3);
        var after = world.Model.Predict(batch.ObservationTokens, batch.Actions);
        Assert.True(Distance(before.Observations.Select(-1, 3), after.Observations.Select(-1, 3)) > 1e-4);
        Assert.True(Distance(before.Rewards, after.Rewards) > 1e-6);
    }

    [Fact]
    public void Create_FewerWordsThanTokens_IsRefused()
    {
        using var world = new WorldModelCase("gpt2 pretrained peft words");
        using var generator = new Generator(1);
        var error = Assert.Throws<ConfigException>(() => WorldModelFactory.Create(world.Options, 21, WorldModelCase.Actions, generator, default));
        Assert.Contains(
            $"each of the tokenizer's 21 tokens is a word, and {world.PretrainedFolder} has 20; lower tokenizer.vocab_size", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transformer", 80)]
    [InlineData("transformer queries", 80)]
    [InlineData("transformer previous", 80)]
    [InlineData("gpt2", 80)]
    [InlineData("mamba queries", 80)]
    [InlineData("ncp_single_step", 80)]
    [InlineData("ncp_multi_step", 120)]
    public void ComputeLoss_SequenceOfOneRule_IsLearnt(string name, int steps)
    {
        using var scope = new TensorScope();
        using var world = new WorldModelCase(name);
        using var optimizer = WorldModelOptimizer.Create(world.Model, 0.01, 0);
        world.Model.Train();
        double first = 0, last = 0;
        for (int step = 0; step < steps; step++)
        {
            using var inner = new TensorScope();
            optimizer.ZeroGrad();
            var losses = world.Model.ComputeLoss(Ruled(world));
            losses.Total.Backward();
            optimizer.Step(10);
            last = losses.Total.Item();
            first = step == 0 ? last : first;
        }
        // One that is blind to frames and actions stays above 0.73.
        Assert.True(last < 0.7 * first, $"the loss fell from {first} to {last}");
    }

    /// <summary>All tokens of a frame are equal, and an action adds itself; the reward is 1 when the sum comes round.</summary>
    private static WorldModelBatch Ruled(WorldModelCase world)
    {
        var batch = world.Batch(rows: 16);
        var sums = (batch.Actions.CumSum(1) - batch.Actions + batch.ObservationTokens.Select(1, 0).Narrow(1, 0, 1)).Remainder(WorldModelCase.Vocabulary);
        var tokens = sums.Long().Unsqueeze(-1).Repeat(1, 1, K);
        return batch with { ObservationTokens = tokens, Rewards = (sums + batch.Actions).Ge(WorldModelCase.Vocabulary).Float() };
    }

    private static WorldModelCase Awake(string name)
    {
        var world = new WorldModelCase(name);
        world.Model.Eval();
        return world;
    }

    private static Tensor Changed(Tensor tokens, int step, long bound)
    {
        var other = tokens.Clone();
        other.Select(1, step).CopyFrom((tokens.Select(1, step) + 1).Remainder(bound));
        return other;
    }

    private static double Distance(Tensor before, Tensor after) => before.NumElements == 0 ? 0 : (before - after).Abs().Max().Item();

    /// <summary>Draws what really came, and keeps the logits that it was asked with.</summary>
    private sealed class Following(Tensor frame) : ITokenSampler
    {
        private readonly List<Tensor> _observations = [];
        private int _calls;

        internal Tensor Rewards { get; private set; } = null!;

        internal Tensor Ends { get; private set; } = null!;

        /// <summary>[B, K, V]</summary>
        internal Tensor Observations => Tensor.Cat(_observations.ToArray(), 1);

        public Tensor Sample(Tensor logits)
        {
            switch (_calls++)
            {
                case 0:
                    Rewards = logits;
                    return logits.ArgMax(-1);
                case 1:
                    Ends = logits;
                    return logits.ArgMax(-1);
                default:
                    int drawn = _observations.Sum(part => (int)part.Size(1));
                    _observations.Add(logits);
                    return frame.Narrow(1, drawn, logits.Size(1));
            }
        }
    }
}
