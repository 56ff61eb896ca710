using Reverie.Algorithms.Tests.Iris;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Whole small runs: stopped at many places and resumed they end bit for bit as one that was never stopped.</summary>
public sealed class DreamerTrainerTests
{
    [Theory]
    [InlineData("algo.mlp_keys.encoder=[state]")]
    [InlineData("algo.cnn_keys.encoder=[rgb]", "algo.mlp_keys.encoder=[]", "env.screen_size=16", "buffer.memmap=true")]
    [InlineData("env=gym", "env.id=Pendulum-v1", "env.num_envs=2", "algo.replay_ratio=1")]
    [InlineData(
        "exp=dreamer_v3_2025", "env.id=MiniGrid-Empty-5x5-v0", "env.num_envs=2", "algo.total_steps=96", "algo.per_rank_batch_size=2",
        "algo.per_rank_sequence_length=8", "algo.horizon=3", "algo.learning_starts=32", "algo.dense_units=16", "algo.world_model.discrete_size=4",
        "algo.world_model.stochastic_size=4", "algo.world_model.recurrent_model.recurrent_state_size=16", "buffer.size=1000",
        "algo.world_model.transition_model.hidden_size=16", "algo.world_model.representation_model.hidden_size=16")]
    public void Run_StoppedAndResumed_EndsAsIfNeverStopped(params string[] overrides)
    {
        using var whole = new DreamerRun(overrides);
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run());
        whole.AssertEqualsStopped(overrides, patience: 7, more: 4);
    }

    [Fact]
    public void Run_WithTheReplayNotSaved_FillsItAnewAndGoesOn()
    {
        using var run = new DreamerRun("buffer.checkpoint=false");
        using (var stop = new StopAfter(30))
        using (var trainer = run.Trainer(reporter: stop.Reporter))
            Assert.False(trainer.Run(stop.Stop));
        using var resumed = run.Trainer(resume: true);
        Assert.Equal(0, resumed.Experience.Replay.Count);
        Assert.True(resumed.Run());
        Assert.Equal(96, resumed.PolicyStep);
    }

    [Fact]
    public void Run_FromAnotherRun_GoesOnWhereThatStood()
    {
        using var first = new DreamerRun("algo.total_steps=64");
        using (var trainer = first.Trainer())
            trainer.Run();
        using var second = new DreamerRun($"checkpoint.resume_from={first.Folder.Path}");
        using var continued = second.Trainer();
        Assert.Equal(64, continued.PolicyStep);
        Assert.True(continued.Run());
        Assert.Equal(96, continued.PolicyStep);
        Assert.Throws<ConfigException>(() => new DreamerRun("checkpoint.resume_from=/nowhere").Trainer());
    }

    [Fact]
    public void Run_Dry_EndsAfterOneGradientStep()
    {
        using var run = new DreamerRun("dry_run=true");
        using var trainer = run.Trainer();
        Assert.True(trainer.Run());
        Assert.Equal(1, trainer.Cursor.GradientSteps);
    }

    [Fact]
    public void Run_OfTheSmokeExperiment_LogsSheepRLsNames()
    {
        using var run = new DreamerRun();
        using (var trainer = run.Trainer())
            trainer.Run();
        string log = File.ReadAllText(Path.Combine(run.Folder.Logs, "metrics.jsonl"));
        string[] names =
        [
            "Loss/world_model_loss", "Loss/value_loss", "Loss/policy_loss", "Loss/observation_loss", "Loss/reward_loss", "Loss/state_loss",
            "Loss/continue_loss", "State/kl", "State/post_entropy", "State/prior_entropy", "Grads/world_model", "Grads/actor", "Grads/critic",
            "Params/replay_ratio", "Time/sps_train", "Time/sps_env_interaction", "Rewards/rew_avg", "Game/ep_len_avg",
        ];
        Assert.All(names, name => Assert.Contains($"\"{name}\"", log));
    }
}
