using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Tests.Iris.Networks;

public class WorldModelTests
{
    public static TheoryData<string> All => ["wm_small_causal", "wm_small_block_causal", "wm_big_causal"];

    public static TheoryData<string> Causal => ["wm_small_causal", "wm_big_causal"];

    [Theory, MemberData(nameof(All))]
    public void Forward_AllTokens_MatchesTheOriginal(string name)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture(name);
        fixture.AssertClose("full", fixture.Model.Forward(fixture.Golden["tokens"]));
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_PartOfABlock_MatchesTheOriginal(string name)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture(name);
        long length = fixture.Golden.Json.GetProperty("partial_length").GetInt64();
        fixture.AssertClose("partial", fixture.Model.Forward(fixture.Golden["tokens"].Narrow(1, 0, length)));
    }

    [Theory]
    [InlineData("wm_small_causal", "full", false)]
    [InlineData("wm_small_causal", "full", true)]
    [InlineData("wm_big_causal", "full", false)]
    [InlineData("wm_big_causal", "full", true)]
    [InlineData("wm_small_block_causal", "kv_single", false)]
    [InlineData("wm_small_block_causal", "kv_single", true)]
    public void Forward_TokenByToken_MatchesTheOriginal(string name, string expected, bool native)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture(name);
        using var noGrad = new NoGrad();
        if (native)
            fixture.Model.Eval();
        using var state = (TransformerState)fixture.Model.CreateState(2);
        fixture.AssertClose(expected, fixture.InChunks(Enumerable.Repeat(1, fixture.Options.MaxTokens), state));
        fixture.Golden.AssertClose("kv_single.layer0_keys", state.Keys(0));
        fixture.Golden.AssertClose("kv_single.layer0_values", state.Values(0));
    }

    [Theory, MemberData(nameof(Causal))]
    public void Forward_InChunks_MatchesTheFullPass(string name)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture(name);
        fixture.Model.Eval();
        using var noGrad = new NoGrad();
        using var state = (TransformerState)fixture.Model.CreateState(2);
        int[] sizes = [.. fixture.Golden.Json.GetProperty("chunk_sizes").EnumerateArray().Select(size => size.GetInt32())];
        fixture.AssertClose("full", fixture.InChunks([.. sizes, fixture.Options.MaxTokens - sizes.Sum()], state));
    }

    [Fact]
    public void Forward_WithAState_KeepsTheGradientOfItsOwnTokens()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        using var state = (TransformerState)fixture.Model.CreateState(2);
        fixture.InChunks([4, 16], state).OutputSequence.Sum().Backward();
        var stepped = fixture.Model.Parameters().Select(p => p.Grad).ToArray();
        Assert.All(fixture.Model.NamedParameters()
            .Where(p => p.Name.Contains("attn.value", StringComparison.Ordinal)), p => Assert.True(p.Tensor.Grad!.Norm().Item() > 0));
        Assert.NotNull(stepped[0]);
    }

    [Theory, MemberData(nameof(All))]
    public void ComputeLoss_RecordedBatch_MatchesTheOriginal(string name)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture(name);
        Assert.Equal(fixture.Golden["tokens"].ToArray<long>(), fixture.Batch.Tokens().ToArray<long>());
        var labels = WorldModelLabels.Compute(fixture.Batch);
        fixture.Golden.AssertClose("labels_observations", labels.Observations);
        fixture.Golden.AssertClose("labels_rewards", labels.Rewards);
        fixture.Golden.AssertClose("labels_ends", labels.Ends);
        var losses = fixture.Model.ComputeLoss(fixture.Batch);
        fixture.Golden.AssertClose("losses", Tensor.Stack([losses.Observations, losses.Rewards, losses.Ends]));
        fixture.Golden.AssertClose("loss_total", losses.Total.Item());
    }

    [Theory, MemberData(nameof(All))]
    public void StateDict_NamesShapesAndOrder_AreTheOriginals(string name)
    {
        using var fixture = new WorldModelFixture(name);
        var expected = fixture.Golden.Json.GetProperty("state_dict").EnumerateObject()
            .Select(entry => $"{entry.Name} [{string.Join(", ", entry.Value.EnumerateArray().Skip(1).Select(size => size.GetInt64()))}]");
        var actual = fixture.Model.StateDict().Select(entry => $"{entry.Name} [{string.Join(", ", entry.Tensor.Shape.ToArray())}]");
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Mask_BlockCausal_IsTheOriginals()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_block_causal");
        fixture.Golden.AssertClose("mask", fixture.Model.StateDict().First(entry => entry.Name.EndsWith("mask", StringComparison.Ordinal)).Tensor);
    }

    [Fact]
    public void LoadStateDict_StoredWeights_AreThoseOfTheFormula()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        using var loaded = fixture.Create();
        loaded.LoadStateDict(StateDictFile.Load(Golden.PathOf("iris/world_model/wm_small_causal_weights.safetensors")));
        foreach (var ((name, mine), (_, other)) in fixture.Model.StateDict().Zip(loaded.StateDict()))
            Assert.True(mine.ToBytes().AsSpan().SequenceEqual(other.ToBytes()), name);
    }

    [Fact]
    public void Initialization_Parameters_FollowTheLaw()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var model = new TokenWorldModel(64, 6, new TransformerOptions { LayerCount = 1, EmbeddingSize = 128, MaxBlocks = 4 }, generator);
        foreach (var (name, tensor) in model.NamedParameters())
        {
            double mean = tensor.Mean().Item(), std = tensor.NumElements > 1 ? tensor.Std().Item() : 0;
            bool norm = name.Contains("ln", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal);
            if (norm)
                Assert.Equal((1, 0), (mean, std));
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                Assert.Equal((0, 0), (mean, std));
            else
                Assert.Equal((0, 0.02), (mean, std), (x, y) => Math.Abs(x.Item1 - y.Item1) < 3e-3 && Math.Abs(x.Item2 - y.Item2) < 2e-3);
        }
    }

    [Fact]
    public void Initialization_SameSeed_GivesTheSameWeights()
    {
        using var scope = new TensorScope();
        var options = new TransformerOptions { LayerCount = 1, EmbeddingSize = 32, MaxBlocks = 2 };
        using Generator first = new(3), second = new(3);
        using TokenWorldModel a = new(64, 6, options, first), b = new(64, 6, options, second);
        foreach (var ((name, mine), (_, other)) in a.StateDict().Zip(b.StateDict()))
            Assert.True(mine.ToBytes().AsSpan().SequenceEqual(other.ToBytes()), name);
    }

    [Fact]
    public void ComputeLoss_TwoEndsInARow_SaysWhatToDo()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        var batch = fixture.Batch with { Ends = Tensor.Ones([2, 4], ScalarType.Int64) };
        Assert.Contains("cut segments", Assert.Throws<ArgumentException>(() => fixture.Model.ComputeLoss(batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_BeyondTheContext_SaysWhatToDo()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        using var noGrad = new NoGrad();
        using var state = (TransformerState)fixture.Model.CreateState(2);
        fixture.Model.Advance(fixture.Golden["tokens"], state);
        Assert.Contains("clear", Assert.Throws<InvalidOperationException>(() => fixture.Model.Backbone.Forward(Tensor.Zeros([2, 1, 32]), state)).Message,
            StringComparison.Ordinal);
    }
}
