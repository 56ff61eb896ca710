using Reverie.Algorithms.Ppo.Original;
using Reverie.Algorithms.Tests.Iris;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Ppo.Original;

public sealed class OriginalTrainerTests
{
    private static readonly string[] Small = ["exp=guided_ppo", "env_name=MiniGrid-Empty-5x5-v0", "rollouts=4", "steps=32", "epochs=2", "wandb.mode=disabled"];

    [Fact]
    public void Load_KeysOfTheFoundingProject_WorkVerbatim()
    {
        var options = Load(
            "exp=guided_ppo", "rollouts=200", "steps=1024", "gamma=0.99", "num_minibatches=8", "clip_epsilon=0.2", "value_loss_coef=0.30", "entropy_coef=0.0",
            "lr=3e-4", "epochs=10", "llama_reward=true", "llama_policy=false", "env_name=MiniGrid-Empty-16x16-v0", "results_file=data/empty").Options;
        Assert.Equal((200, "MiniGrid-Empty-16x16-v0", true, false), (options.Rollouts, options.EnvName, options.LlamaReward, options.LlamaPolicy));
        Assert.Equal("data/empty", options.ResultsFile);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Run_StoppedAndResumed_GivesTheSameWeightsAndResults(bool reward, bool policy)
    {
        string[] overrides = [.. Small, $"llama_reward={reward}", $"llama_policy={policy}"];
        var (whole, results) = Run(overrides, stopAfter: null);
        var (interrupted, again) = Run(overrides, stopAfter: 3);
        Assert.Equal(whole, interrupted);
        Assert.Equal(results, again);
        Assert.Equal(4 * sizeof(double), results.Length - 128);
    }

    [Fact]
    public void Load_ResultsFileOutsideOfTheRun_IsRefused() =>
        Assert.Contains("'results_file' is a path below the run's folder", Assert.Throws<ConfigException>(() => Load([.. Small, "results_file=../x"])).Message);

    private static LoadedConfig<OriginalOptions> Load(params string[] overrides) => ConfigLoader.Load<OriginalOptions>(Repository.Configs, overrides);

    private static (byte[] Weights, byte[] Results) Run(string[] overrides, int? stopAfter)
    {
        using var root = new TemporaryFolder();
        var config = Load(overrides);
        var folder = RunFolder.Create(root.Path, TimeProvider.System, config.Tree, new RunMetadata { Command = ["test"] });
        if (stopAfter is { } reports)
        {
            using var stop = new StopAfter(reports, "train");
            using var trainer = new OriginalTrainer(config.Options, Context(stop.Reporter, resume: false));
            Assert.False(trainer.Run(stop.Stop));
        }
        using (var trainer = new OriginalTrainer(config.Options, Context(new SilentReporter(), resume: stopAfter is not null)))
            Assert.True(trainer.Run());
        var checkpoint = folder.OpenCheckpoints(2).LoadNewest().Checkpoint!;
        return (File.ReadAllBytes(checkpoint.PathOf("agent.safetensors")), File.ReadAllBytes(Path.Combine(folder.Path, "data", "doorkey_both1.npy")));

        RunContext Context(IProgressReporter reporter, bool resume) => new(folder, Worlds.CreateBuiltIn(), TimeProvider.System, reporter, resume);
    }
}
