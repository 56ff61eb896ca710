using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Pretraining.Options;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Options;

/// <summary>Numbers that are legal alone and impossible together, or that no machine can hold.</summary>
public sealed class SizeTests
{
    [Theory]
    [InlineData("world_model.num_layers=2147483647", "'world_model.num_layers' must be between 1 and 1024, not 2147483647.")]
    [InlineData("world_model.embed_dim=1048576", "'world_model.embed_dim' must be between 1 and 65536, not 1048576.")]
    [InlineData("tokenizer.encoder.num_res_blocks=100000", "'tokenizer.encoder.num_res_blocks' must be between 1 and 1024, not 100000.")]
    [InlineData("actor_critic.lstm_dim=2147483647", "'actor_critic.lstm_dim' must be between 1 and 65536, not 2147483647.")]
    [InlineData("tokenizer.encoder.ch_mult=[1,1,32768]",
        "'tokenizer.encoder.ch' (32) times the largest of 'tokenizer.encoder.ch_mult' (32768) is more than the 65536 channels that a level can have; " +
        "lower one of them.")]
    [InlineData("world_model.max_blocks=9269",
        "'world_model.max_blocks' (9269) times 'world_model.tokens_per_block' (5) are more tokens than a context can have, which is 46340; lower one of them.")]
    [InlineData("collection.train.config.burn_in=2147483647",
        "'collection.train.num_envs' is 1 and 'collection.train.config.burn_in' is 2147483647, and the frames of such a batch take 6597.1 GB of memory, " +
        "of which one batch can have 2.1 GB; lower one of them.")]
    [InlineData("training.actor_critic.burn_in=2147483647",
        "'training.actor_critic.batch_num_samples' is 4 and 'training.actor_critic.burn_in' is 2147483647, and the frames of such a batch take 26388.3 GB " +
        "of memory, of which one batch can have 2.1 GB; lower one of them.")]
    [InlineData("collection.train.config.num_episodes=3",
        "A collection needs either 'num_steps' or 'num_episodes'; set one and make the other null.")]
    public void Load_IrisOfImpossibleSize_IsOneSentence(string mistake, string message)
    {
        var error = Assert.Throws<ConfigException>(() => ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=smoke", mistake]));
        Assert.Equal($"override '{mistake}': {message}", error.Message);
    }

    [Fact]
    public void Load_LongestContextThereIs_IsAccepted() =>
        Assert.Equal(
            46340, ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=smoke", "world_model.max_blocks=9268"]).Options.WorldModel.MaxTokens);

    [Theory]
    [InlineData("training.beta1=1", "'training.beta1' must be at least 0 and below 1, not 1.")]
    [InlineData("training.max_grad_norm=0", "'training.max_grad_norm' must be between 1E-09 and 1000000000, not 0.")]
    [InlineData("training.steps=99", "'training.warmup_steps' is 100, more than the 99 steps of 'training.steps'.")]
    public void Load_PretrainingOfImpossibleSize_IsOneSentence(string mistake, string message) =>
        Assert.Equal($"override '{mistake}': {message}", LoadPretraining("data.corpus=grid", mistake).Message);

    [Fact]
    public void Load_PassThatNoArrayHolds_IsOneSentence() =>
        Assert.Equal(
            "override 'training.batch_size=65536': 'training.batch_size' (65536) times 'data.sequence_length' (1048576) are more tokens than one pass can have, " +
            "which is 2147483591; lower one of them.",
            LoadPretraining("data.corpus=grid", "data.sequence_length=1048576", "training.batch_size=65536").Message);

    private static ConfigException LoadPretraining(params string[] overrides) =>
        Assert.Throws<ConfigException>(() => ConfigLoader.Load<PretrainOptions>(Path.Combine(Repository.Configs, "pretrain"), overrides));
}
