using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Iris.Dreams;

/// <summary>The real environment in a world model's place (<c>world_model=dummy</c>).</summary>
public sealed class RealDreamTests
{
    private const int Rows = 24;

    private static readonly string[] Dummy =
    [
        "world_model.type=dummy", "world_model.num_layers=10", "world_model.num_heads=4", "world_model.embed_dim=256", "world_model.embed_pdrop=0.1",
        "world_model.resid_pdrop=0.1", "world_model.attn_pdrop=0.1",
    ];

    /// <summary>Chance in the level and in every step, frames that depend on those before, no-op starts, noise, and episodes that are cut off.</summary>
    private static readonly string[] Hard =
    [
        .. Dummy, "env.train.id=MiniGrid-Dynamic-Obstacles-6x6-v0", "env.train.frame_skip=2", "env.train.noise_std=0.02", "env.train.max_episode_steps=26",
        "collection.train.num_envs=2", "collection.train.config.num_steps=120", "collection.train.config.epsilon=1",
    ];

    [Fact]
    public void Step_UnderTheActionsOfAnEpisode_GivesItsFramesRewardsAndEnd()
    {
        using var scope = new TensorScope();
        using var run = new SmokeRun(Hard);
        using var experience = Collected(run);
        var frames = new LastFrames();
        using var model = new RealWorldModel(frames, experience.Layout.Action.Choices[0], run.Options.WorldModel, experience.MakeTrainWorld);
        var segments = new SegmentBatch(Rows, 3, experience.Layout);
        experience.TrainDataset.Sample(new SeededRandom(4), SampleFrom.Stop, segments);
        model.BeginAtTheEndOf(segments, experience.TrainDataset);
        using var dream = model.CreateDream(Rows);
        dream.Begin(Tensor.Zeros([Rows, 4], ScalarType.Int64));

        int compared = 0, ended = 0;
        int[] steps = [.. model.Places.Select(place => place.Step)];
        for (int t = 0; t < 30; t++)
        {
            long[] actions = [.. steps.Select((step, row) => step < Of(row).Length ? Of(row).Integers[step] : 0)];
            var (answer, _) = dream.Step(Tensor.From(actions, Rows), new ArgMaxSampler(), predictNext: true);
            float[] rewards = answer.Rewards.ToArray<float>();
            bool[] ends = answer.Ends.ToArray<bool>();
            for (int row = 0; row < Rows; row++)
            {
                var episode = Of(row);
                if (steps[row] >= episode.Length)
                    continue;
                bool last = steps[row] == episode.Length - 1 && episode.End.IsOver;
                Assert.Equal(Math.Sign(episode.Rewards[steps[row]]), (int)rewards[row]);
                Assert.Equal(last, ends[row]);
                steps[row]++;
                if (!last)
                    Assert.True(frames.Of(row).SequenceEqual(episode.Observation(0, steps[row])), $"frame {steps[row]} of row {row} differs");
                compared++;
                ended += last ? 1 : 0;
            }
        }
        Assert.True(compared > 40 && ended > 2, $"{compared} steps and {ended} ends were compared");

        Episode Of(int row) => model.Places[row].Episode;
    }

    [Fact]
    public void Resume_AfterAnEpoch_EndsAsTheRunThatWentOn()
    {
        string[] overrides =
        [
            .. Hard, "common.epochs=2", "evaluation.every=1", "collection.train.config.num_steps=30", "training.tokenizer.steps_per_epoch=1",
            "training.actor_critic.start_after_epochs=0", "training.actor_critic.steps_per_epoch=2",
        ];
        using SmokeRun whole = new(overrides), halves = new(overrides);
        using (var trainer = whole.Trainer())
        {
            Assert.Null(trainer.Components.WorldModel);
            trainer.Run();
        }
        using (var trainer = halves.Trainer())
            trainer.RunEpoch();
        using (var trainer = halves.Trainer(resume: true))
            trainer.Run();
        var (expected, actual) = (whole.Weights(), halves.Weights());
        Assert.DoesNotContain(expected.Keys, name => name.StartsWith("world_model", StringComparison.Ordinal));
        foreach (var (name, bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
    }

    [Fact]
    public void Trainer_EnvironmentThatCannotBeSaved_IsRefused()
    {
        using var run = new SmokeRun([.. Dummy, "env.train.id=Fleeting-v0"]);
        var worlds = Worlds.CreateBuiltIn();
        worlds.Environments.Register<Fleeting>("Fleeting-v0");
        var context = new RunContext(run.Folder, worlds, TimeProvider.System, new SilentReporter(), Resume: false);
        var error = Assert.Throws<ConfigException>(() => new IrisTrainer(run.Options, context));
        Assert.Equal(
            "world_model=dummy goes back to steps of earlier episodes, and Fleeting-v0 cannot be saved; choose another environment or another world model.",
            error.Message);
    }

    [Theory]
    [InlineData("world_model.frozen=true")]
    [InlineData("world_model.next_tokens=queries")]
    [InlineData("world_model.embed_dim=64")]
    public void Load_WhatNoEnvironmentHas_IsRefused(string overrides)
    {
        var error = Assert.Throws<ConfigException>(() => SmokeRun.Load([.. Dummy, overrides]));
        Assert.Contains("has no network", error.Message, StringComparison.Ordinal);
    }

    private static IrisExperience Collected(SmokeRun run)
    {
        var experience = new IrisExperience(run.Options, Worlds.CreateBuiltIn(), media: null);
        experience.TrainCollector.Collect(new Idle(), run.Options.Collection.Train.Config, epoch: 1);
        return experience;
    }

    /// <summary>Leaves everything to exploration.</summary>
    private sealed class Idle : IPolicy
    {
        public void Begin(int environments, SegmentBatch? burnIn = null)
        {
        }

        public void Act(StepBatch seen, ActingOptions how, ActionBatch actions) => Array.Clear(actions.Integers);

        public void SaveMemory(BinaryWriter writer)
        {
        }

        public void RestoreMemory(int environments, BinaryReader reader)
        {
        }

        public void End()
        {
        }
    }

    /// <summary>As an empty room, but nobody knows how to go back into it.</summary>
    public sealed class Fleeting() : MiniGridEnv(new MissionSpace("go"), 5, 5, 20)
    {
        public override Saving Saving => Saving.None;

        protected override void GenerateGrid()
        {
            Grid.Clear();
            Grid.WallRectangle(0, 0, Width, Height);
            PlaceAgentAt(new Position(1, 1), Direction.Right);
            Mission = "go";
        }
    }
}
