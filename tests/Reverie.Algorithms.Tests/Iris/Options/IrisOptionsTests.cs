using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Imaging;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Binding;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Iris.Options;

public sealed class IrisOptionsTests
{
    private const string Weights = "'training.sampling_weights' must be null or a list of numbers from 0 to 1e9 that are not all zero, the oldest " +
        "episodes' first, such as [0.25,0.25,0.5].";

    [Fact]
    public void Load_Defaults_AreThoseOfTheRecords()
    {
        var loaded = Load("env.train.id=BreakoutNoFrameskip-v4");
        var records = new IrisOptions();
        records = records with
        {
            Env = records.Env with
            {
                // A run that does not say was made when there was only the other way.
                Train = records.Env.Train with { Id = "BreakoutNoFrameskip-v4", Resampling = Resampling.Bilinear },
                Test = records.Env.Test with { Id = "BreakoutNoFrameskip-v4", Resampling = Resampling.Bilinear },
            },
        };

        Assert.Equal(YamlWriter.Write(OptionsTree.From(records)), YamlWriter.Write(loaded.Tree));
    }

    [Theory]
    [InlineData("quickstart", 0)]
    [InlineData("small", 0)]
    public void Load_Presets_AreValid(string preset, int noops)
    {
        var options = Load($"exp={preset}").Options;

        Assert.Equal("MiniGrid-Empty-5x5-v0", options.Env.Test.Id);
        Assert.Equal(64, options.Env.Train.Size);
        Assert.Equal(noops, options.Env.Train.NoopMax);
        Assert.Null(options.Env.Test.MaxEpisodeSteps);
        Assert.Equal(options.WorldModel.MaxBlocks, options.Common.SequenceLength);
        Assert.Equal(options.Common.SequenceLength, options.Training.ActorCritic.ImagineHorizon);
    }

    [Fact]
    public void Load_FoundingCommand_WorksVerbatim()
    {
        var options = Load("env.train.id=BreakoutNoFrameskip-v4", "common.device=cuda:0", "wandb.mode=online").Options;

        Assert.Equal(("cuda:0", "BreakoutNoFrameskip-v4", WandbMode.Online), (options.Common.Device, options.Env.Test.Id, options.Wandb.Mode));
    }

    [Fact]
    public void Load_NoiseAndRecency_WorkVerbatim()
    {
        var options = Load("exp=small", "env.train.noise_std=0.05", "training.sampling_weights=[0.125,0.125,0.25,0.5]").Options;
        Assert.Equal((0.05, 0.05), (options.Env.Train.NoiseStd, options.Env.Test.NoiseStd));
        Assert.Equal([0.125, 0.125, 0.25, 0.5], options.Training.SamplingWeights!);
    }

    [Fact]
    public void Load_FixedTokenizerCommand_WorksVerbatim()
    {
        var options = Load("exp=small", "initialization.path_to_checkpoint=last.pt", "initialization.load_tokenizer=True").Options;
        Assert.True(options.Initialization.LoadTokenizer);
    }

    [Fact]
    public void Load_MaxBlocks_ShortensEverythingThatFollows()
    {
        var options = Load("exp=small", "world_model.max_blocks=7").Options;

        Assert.Equal(7, options.Common.SequenceLength);
        Assert.Equal(7, options.Evaluation.ActorCritic.Horizon);
    }

    [Theory]
    [InlineData("env.train.id=???", "override 'env.train.id=???': 'env.train.id' needs a value; add 'env.train.id=VALUE'.")]
    [InlineData("exp=small world_model.max_blocks=10 common.sequence_length=11",
        "override 'common.sequence_length=11': 'common.sequence_length' is 11, but the world model holds only world_model.max_blocks=10 steps.")]
    [InlineData("exp=small world_model.tokens_per_block=5",
        "override 'world_model.tokens_per_block=5': 'world_model.tokens_per_block' is 5, but this tokenizer makes 16 tokens a frame; with the action " +
        "that is 17.")]
    [InlineData("exp=small common.device=gpu", "override 'common.device=gpu': 'common.device' must be auto, cpu, cuda or cuda:N.")]
    [InlineData("exp=small training.actor_critic.lambda=1",
        "override 'training.actor_critic.lambda=1': unknown key 'training.actor_critic.lambda'; the nearest known key is 'training.actor_critic.lambda_'.")]
    [InlineData("exp=small seed=3", "override 'seed=3': unknown key 'seed'; the nearest known key is 'common.seed'.")]
    [InlineData("exp=small initialization.load_tokenizer=True initialization.path_to_checkpoint=null",
        "override 'initialization.path_to_checkpoint=null': 'initialization.path_to_checkpoint' must be given when a part is to be loaded from it.")]
    [InlineData("exp=small datasets.train.max_ram_usage=lots",
        "override 'datasets.train.max_ram_usage=lots': 'datasets.train.max_ram_usage' must be a size such as 30G, a share of the machine such as 80%, " +
        "or null.")]
    [InlineData("exp=small actor_critic.lstm_dim=0", "override 'actor_critic.lstm_dim=0': 'actor_critic.lstm_dim' must be between 1 and 65536, not 0.")]
    [InlineData("exp=small actor_critic.resolution=40",
        "override 'actor_critic.resolution=40': 'actor_critic.resolution' must be a multiple of 16, since the actor-critic halves frames four times, " +
        "not 40.")]
    [InlineData("exp=small env.test.size=32",
        "override 'env.test.size=32': 'env.train.size' and 'env.test.size' must equal 'tokenizer.encoder.resolution', which is 64.")]
    [InlineData("exp=small world_model.attn_pdrop=nan",
        "override 'world_model.attn_pdrop=nan': 'world_model.attn_pdrop' must be a finite number, not NaN.")]
    [InlineData("exp=small tokenizer.encoder.dropout=1",
        "override 'tokenizer.encoder.dropout=1': 'tokenizer.encoder.dropout' must be at least 0 and below 1, not 1.")]
    [InlineData("exp=small tokenizer.encoder.ch=48",
        "override 'tokenizer.encoder.ch=48': 'tokenizer.encoder.ch' must be a multiple of 32 (GroupNorm has 32 groups), not 48.")]
    [InlineData("exp=small world_model.num_heads=3",
        "override 'world_model.num_heads=3': 'world_model.embed_dim' (128) must be a multiple of 'world_model.num_heads' (3); change one of them.")]
    [InlineData("exp=small tokenizer.encoder.attn_resolutions=[5]",
        "override 'tokenizer.encoder.attn_resolutions=[5]': 'tokenizer.encoder.attn_resolutions' holds 5, which no level has; levels have 64, 32, 16, 8, 4.")]
    [InlineData("exp=small tokenizer.vocab_size=1", "override 'tokenizer.vocab_size=1': 'tokenizer.vocab_size' must be between 2 and 1048576, not 1.")]
    [InlineData("exp=small actor_critic.resolution=32",
        "override 'actor_critic.resolution=32': 'actor_critic.resolution' is 32, but it must equal 'env.train.size', which is 64.")]
    [InlineData("exp=small actor_critic.in_channels=1",
        "override 'actor_critic.in_channels=1': 'actor_critic.in_channels' is 1, but frames have 3 channels: red, green and blue.")]
    [InlineData("exp=small tokenizer.encoder.out_ch=4",
        "override 'tokenizer.encoder.out_ch=4': 'tokenizer.encoder.out_ch' is 4, but frames have 3 channels: red, green and blue.")]
    [InlineData("exp=small collection.train.stop_after_epochs=0",
        "override 'collection.train.stop_after_epochs=0': 'collection.train.stop_after_epochs' is 0, so that there would be nothing to train on; give " +
        "1 or more, or set training.should=false.")]
    [InlineData("exp=small training.tokenizer.batch_num_samples=200000",
        "override 'training.tokenizer.batch_num_samples=200000': 'training.tokenizer.batch_num_samples' is 200000, and the frames of such a batch take " +
        "2.5 GB of memory, of which one batch can have 2.1 GB; lower it.")]
    [InlineData("exp=small env.train.noise_std=-0.1", "override 'env.train.noise_std=-0.1': 'env.train.noise_std' must be between 0 and 1, not -0.1.")]
    [InlineData("exp=small training.sampling_weights=[0,0]", "override 'training.sampling_weights=[0,0]': " + Weights)]
    [InlineData("exp=small training.sampling_weights=[]", "override 'training.sampling_weights=[]': " + Weights)]
    [InlineData("exp=small training.sampling_weights=[1,-1]", "override 'training.sampling_weights=[1,-1]': " + Weights)]
    [InlineData("exp=small training.sampling_weights=[nan]", "override 'training.sampling_weights=[nan]': " + Weights)]
    public void Load_Mistake_IsOneSentence(string overrides, string message)
    {
        var error = Assert.Throws<ConfigException>(() => Load(overrides.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("training.world_model.batch_num_samples=100000")]
    [InlineData("training.actor_critic.batch_num_samples=100000")]
    [InlineData("training.actor_critic.burn_in=2147483647")]
    [InlineData("evaluation.actor_critic.num_episodes_to_save=100000")]
    public void Load_BatchThatNoArrayHolds_IsRefused(string mistake)
    {
        var error = Assert.Throws<ConfigException>(() => Load("exp=small", mistake));
        Assert.Contains("GB of memory", error.Message);
    }

    [Fact]
    public void Load_NothingCollectedAndNothingTrained_IsAllowed() =>
        Assert.Equal(0, Load("exp=small", "collection.train.stop_after_epochs=0", "training.should=false").Options.Collection.Train.StopAfterEpochs);

    [Fact]
    public void Load_MistypedExperiment_NamesTheNearest()
    {
        var error = Assert.Throws<ConfigException>(() => Load("exp=quikstart"));
        Assert.StartsWith("override 'exp=quikstart': there is no 'quikstart' in configs/exp; did you mean 'quickstart'?", error.Message);
    }

    private static LoadedConfig<IrisOptions> Load(params string[] overrides) =>
        ConfigLoader.Load<IrisOptions>(Repository.Configs, overrides);
}
