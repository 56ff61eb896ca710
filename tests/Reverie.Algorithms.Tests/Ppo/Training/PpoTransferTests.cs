using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Ppo.Training;

public sealed class PpoTransferTests
{
    [Fact]
    public void Evaluate_InAnotherEnvironment_PlaysThereAndLeavesAFileOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        var host = BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));
        var (algorithm, config) = host.Compose(
        [
            "exp=ppo_minigrid", "common.device=cpu", "common.steps=128", "collection.num_envs=4", "collection.num_steps=16", "evaluation.should=false",
        ]);
        var session = host.Create(algorithm, config, folder.Path, ["reverie", "train"]);
        Assert.True(session.Train());

        var here = session.Evaluate(episodes: 2, seed: 0);
        var there = host.Open(session.Folder, [$"{session.Settings.TestKey}=MiniGrid-DoorKey-5x5-v0"]).Evaluate(episodes: 2, seed: 0);

        Assert.Equal(("MiniGrid-Empty-5x5-v0", "MiniGrid-DoorKey-5x5-v0"), (here?.Environment, there?.Environment));
        Assert.Equal(
            ["eval_step_0128_seed_0.json", "eval_step_0128_seed_0_MiniGrid-DoorKey-5x5-v0.json"],
            Directory.GetFiles(session.Folder.Logs, "eval*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Train_FromAnotherRun_BeginsWithItsWeights()
    {
        string[] small = ["exp=ppo_minigrid", "common.device=cpu", "common.steps=64", "collection.num_envs=4", "collection.num_steps=16", "evaluation.should=false"];
        using var first = new PpoRun(small);
        using (var trainer = first.Trainer())
            trainer.Run();
        using var second = new PpoRun([.. small, "env.id=MiniGrid-DoorKey-5x5-v0", "common.seed=5", "training.learning_rate=0", $"initialization.from={first.Folder.Path}"]);
        using (var trainer = second.Trainer())
            trainer.Run();
        Assert.Equal(first.Parts()["agent.safetensors"], second.Parts()["agent.safetensors"]);
    }

    [Fact]
    public void Train_FromWhatIsNoRun_IsRefused()
    {
        using var run = new PpoRun("exp=ppo_minigrid", "common.device=cpu", "initialization.from=/nowhere/at/all");
        Assert.Contains("is no run folder", Assert.Throws<CheckpointException>(() => run.Trainer()).Message);
    }
}
