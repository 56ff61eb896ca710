using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Algorithms.Tests.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Iris.Training;

public sealed class IrisEstimateTests
{
    private static readonly ArraySpec Frame = new("image", ElementType.UInt8, [3, 32, 32], 0, 255);

    [Fact]
    public void Of_FewerEpochsThanCollections_CountsTheFramesOfTheEpochs()
    {
        long frames = Memory("common.epochs=3", "collection.train.stop_after_epochs=500") - Memory("common.epochs=2", "collection.train.stop_after_epochs=500");
        Assert.Equal(40 * Frame.ByteLength, frames);
    }

    [Fact]
    public void Of_ActorCriticTrains_CountsTheFramesThatAreKept()
    {
        const string Steps = "training.actor_critic.steps_per_epoch=";
        // A step has four dreams of four frames.
        long step = 4 * 4 * Frame.ByteLength * sizeof(float);
        Assert.Equal(step, Memory(Steps + "7") - Memory(Steps + "6"));
        Assert.Equal((1L << 30) - (6 * step), Memory(Steps + "1000000") - Memory(Steps + "6"));
    }

    [Fact]
    public void Of_FrozenBlocks_LearnNot()
    {
        var (all, frozen) = (Of("world_model.frozen=false"), Of("world_model.frozen=true"));
        Assert.Equal(all.Parameters, frozen.Parameters);
        Assert.Equal(all.Parameters.Sum(part => part.Count), all.LearningParameters);
        Assert.True(frozen.LearningParameters < all.LearningParameters);
    }

    [Fact]
    public void Of_MoreEnvironments_CountsWhatEachNeeds()
    {
        long each = Memory("collection.train.num_envs=101") - Memory("collection.train.num_envs=100");
        Assert.InRange(each, 6 * Frame.ByteLength, 100 * Frame.ByteLength);
    }

    [Fact]
    public void Of_LanguageModel_CountsItsOwnLayersAndWidth()
    {
        string[] llm = ["world_model.type=llm", "world_model.hf_model.from_pretrained=false", "world_model.num_layers=10", "world_model.embed_dim=256",
            "world_model.embed_pdrop=0.1", "world_model.resid_pdrop=0.1", "world_model.attn_pdrop=0.1", "training.world_model.batch_num_samples=512"];
        long narrow = Memory([.. llm, "world_model.hf_model.config={model_type:gpt2,n_layer:2,n_embd:64,n_head:1,n_positions:64}"]);
        long wide = Memory([.. llm, "world_model.hf_model.config={model_type:gpt2,n_layer:4,n_embd:128,n_head:2,n_positions:64}"]);
        // At least the residual stream of twice the layers at twice the width: 512 segments of 4 steps of 5 tokens.
        Assert.InRange(wide - narrow, 10L * ((4 * 128) - (2 * 64)) * 512 * 20 * sizeof(float), 60L * 4 * 128 * 512 * 20 * sizeof(float));
    }

    [Fact]
    public void Of_LargeBatchOfDreams_CountsWhatEachDreamKeeps()
    {
        // A dream's four steps keep at least the frames that the actor looked at.
        const int Large = 100_000, FrameNumbers = 3 * 32 * 32;
        Assert.InRange(Memory($"training.actor_critic.batch_num_samples={Large}"), 4L * FrameNumbers * sizeof(float) * Large, 200L * FrameNumbers * sizeof(float) * Large);
    }

    [Fact]
    public void Of_MoreFramesThanTheDatasetMayHold_CountsTheLimit()
    {
        string[] many = ["common.epochs=2000000000", "collection.train.stop_after_epochs=2000000000"];
        Assert.Equal(1L << 30, Memory([.. many, "datasets.train.max_ram_usage=2G"]) - Memory([.. many, "datasets.train.max_ram_usage=1G"]));
    }

    [Theory]
    [MemberData(nameof(WholeNumbers))]
    public void Of_LargestNumberThatIsLegal_DoesNotWrap(string key)
    {
        IrisOptions options;
        try
        {
            options = SmokeRun.Load($"{key}=2147483647").Options;
        }
        catch (ConfigException)
        {
            return; // Refused, which other tests look at.
        }
        RequireSound(Estimate(options));
    }

    [Fact]
    public void Of_LargestNumbersTogether_DoesNotWrap()
    {
        var options = SmokeRun.Load(
            "common.epochs=2147483647", "collection.train.stop_after_epochs=2147483647", "collection.train.config.num_steps=2147483647",
            "datasets.train.max_ram_usage=null").Options;
        var estimate = Estimate(options);
        RequireSound(estimate);
        Assert.Equal(long.MaxValue, estimate.MemoryBytes);
    }

    public static TheoryData<string> WholeNumbers() =>
        [.. NumericOption.Of(typeof(IrisOptions)).Where(option => option is { IsReal: false, IsList: false }).Select(option => option.Key)];

    private static void RequireSound(RunEstimate estimate)
    {
        Assert.InRange(estimate.MemoryBytes, 1 << 20, long.MaxValue);
        Assert.InRange(estimate.FewestOperations, 0, estimate.MostOperations);
        Assert.True(double.IsFinite(estimate.MostOperations));
        Assert.InRange(estimate.Time(1e9).Longest, TimeSpan.Zero, TimeSpan.MaxValue);
    }

    private static RunEstimate Estimate(IrisOptions options)
    {
        using var components = new IrisComponents(SmokeRun.Load().Options, SmokeRun.Layout(7), Device.Cpu);
        return IrisEstimate.Of(options, components.Agent, Frame, Device.Cpu);
    }

    private static long Memory(params string[] overrides) => Of(overrides).MemoryBytes;

    private static RunEstimate Of(params string[] overrides)
    {
        var options = SmokeRun.Load(overrides).Options;
        using var components = new IrisComponents(options, SmokeRun.Layout(7), Device.Cpu);
        return IrisEstimate.Of(options, components.Agent, Frame, Device.Cpu);
    }
}
