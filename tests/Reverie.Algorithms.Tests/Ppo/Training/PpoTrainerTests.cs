using Reverie.Algorithms.Tests.Iris;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Ppo.Training;

public sealed class PpoTrainerTests
{
    private static readonly string[] Small =
    [
        "algo=ppo", "common.device=cpu", "wandb.mode=disabled", "common.steps=96", "collection.num_envs=3", "collection.num_steps=8", "training.minibatches=2",
        "training.epochs=2", "network.hidden=[16,16]", "network.features=16", "evaluation.episodes=2", "evaluation.every=48",
    ];

    public static TheoryData<string, string[]> Kinds => new()
    {
        { "symbols", ["env.id=MiniGrid-DoorKey-5x5-v0"] },
        { "numbers", ["env.id=CartPole-v1", "training.normalise_observations=true", "training.normalise_rewards=true"] },
        { "continuous", ["env.id=Pendulum-v1", "training.normalise_observations=true"] },
        { "pixels", ["env=minigrid", "env.train.size=16"] },
        { "mission", ["env.id=BabyAI-GoToLocal-v0", "network.observations=[image]", "network.mission=film"] },
        { "memory", ["env.id=MiniGrid-MemoryS7-v0", "network.memory=12", "training.sequence_length=4", "collection.num_envs=4"] },
        { "all", ["env.id=BabyAI-GoToObj-v0", "network.observations=[image]", "network.mission=film", "network.memory=12", "training.sequence_length=4", "collection.num_envs=4"] },
        { "bot", ["env.id=MiniGrid-DoorKey-5x5-v0", "guidance.kind=both", "guidance.adviser.error_rate=0.3"] },
        { "random", ["env.id=MiniGrid-Empty-5x5-v0", "guidance.kind=policy", "guidance.mixing=original", "guidance.adviser.name=random"] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_StoppedAndResumed_EndsBitForBitAsWithoutAStop(string kind, string[] overrides)
    {
        string[] all = [.. Small, .. overrides];
        using var whole = new PpoRun(all);
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run(), kind);

        using var interrupted = new PpoRun(all);
        using (var stop = new StopAfter(2, "train"))
        using (var trainer = interrupted.Trainer(reporter: stop.Reporter))
            Assert.False(trainer.Run(stop.Stop), kind);
        using (var trainer = interrupted.Trainer(resume: true))
            Assert.True(trainer.Run(), kind);

        var (expected, actual) = (whole.Parts(), interrupted.Parts());
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected.Keys, part => Assert.True(expected[part].AsSpan().SequenceEqual(actual[part]), $"{kind}: {part} differs."));
    }

    [Fact]
    public void Run_TwoSeeds_Differ()
    {
        using var one = new PpoRun([.. Small, "env.id=CartPole-v1"]);
        using var other = new PpoRun([.. Small, "env.id=CartPole-v1", "common.seed=1"]);
        foreach (var run in (PpoRun[])[one, other])
        {
            using var trainer = run.Trainer();
            trainer.Run();
        }
        Assert.False(one.Parts()["agent.safetensors"].AsSpan().SequenceEqual(other.Parts()["agent.safetensors"]));
    }

    [Theory]
    [InlineData("training.minibatches=5", "cannot be cut into training.minibatches=5 equal parts")]
    [InlineData("network.hidden=[]", "'network.hidden' is a list of widths")]
    [InlineData("env.train.frame_skip=2", "'env.train.frame_skip' is about frames")]
    [InlineData("env.train.size=64", "must both be given")]
    [InlineData("training.minibatches=3 network.memory=8 network.separate=true", "actor and critic share the memory")]
    [InlineData("guidance.kind=direct guidance.mixing=original", "mixes nothing")]
    public void Load_OptionsThatDoNotFit_AreRefusedInOneSentence(string overrides, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ConfigException>(() => PpoRun.Load([.. Small, "env.id=CartPole-v1", .. overrides.Split(' ')])).Message);

    [Theory]
    [InlineData("env.id=CartPole-v1 network.observations=[image]", "names 'image'")]
    [InlineData("env.id=CartPole-v1 network.mission=film", "needs an environment that tells a mission")]
    [InlineData("env.id=Pendulum-v1 evaluation.solved_at=0.5", "says what a success is")]
    [InlineData("env.id=Pendulum-v1 guidance.kind=policy", "Advice is about one choice")]
    [InlineData("env.id=CartPole-v1 guidance.kind=policy", "knows MiniGrid's and BabyAI's levels")]
    public void Train_EnvironmentThatDoesNotFit_IsRefusedInOneSentence(string overrides, string sentence)
    {
        using var run = new PpoRun([.. Small, .. overrides.Split(' ')]);
        Assert.Contains(sentence, Assert.Throws<ConfigException>(() =>
        {
            using var trainer = run.Trainer();
            trainer.Run();
        }).Message);
    }
}
