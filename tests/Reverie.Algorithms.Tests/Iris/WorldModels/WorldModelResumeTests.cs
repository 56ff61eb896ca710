using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Iris.WorldModels;

/// <summary>Runs of every world model, stopped and taken up again.</summary>
public sealed class WorldModelResumeTests
{
    private static readonly string[] Small =
    [
        "common.epochs=2", "checkpoint.keep_last=2", "evaluation.should=false", "collection.train.config.num_steps=12", "collection.test.num_envs=1",
        "training.tokenizer.steps_per_epoch=1", "training.tokenizer.batch_num_samples=2", "training.world_model.steps_per_epoch=2",
        "training.world_model.batch_num_samples=2", "training.actor_critic.start_after_epochs=0", "training.actor_critic.steps_per_epoch=1",
        "training.actor_critic.batch_num_samples=2", "training.actor_critic.burn_in=1",
        "training.actor_critic.normalize_advantages=true", "training.actor_critic.near_rewards=0.5", "training.actor_critic.ignore_after_end=true", "tokenizer.vocab_size=20",
    ];

    public static TheoryData<string> Cases => [.. WorldModelCase.Names];

    /// <summary>Weights, moments, random streams, episodes and environments: every file of the checkpoint is the same to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Resume_AfterAnEpoch_EndsAsTheRunThatWentOn(string name)
    {
        using var world = new WorldModelCase(name);
        string[] dropout = name.StartsWith("transformer", StringComparison.Ordinal) ? ["world_model.resid_pdrop=0.1", "world_model.embed_pdrop=0.1"] : [];
        string[] overrides = [.. Small, .. world.Overrides, .. dropout];
        using SmokeRun whole = new(overrides), halves = new(overrides);
        using (var trainer = whole.Trainer())
        {
            trainer.RunEpoch();
            CopyCheckpoint(whole.Folder, halves.Folder);
            trainer.RunEpoch();
        }
        using (var trainer = halves.Trainer(resume: true))
        {
            Assert.Equal(1, trainer.CompletedEpochs);
            trainer.RunEpoch();
        }
        Checkpoint expected = Newest(whole.Folder), actual = Newest(halves.Folder);
        Assert.Equal((2, 2), (expected.Step, actual.Step));
        Assert.Equal(expected.Names.Order(), actual.Names.Order());
        foreach (string file in expected.Names)
            Assert.True(File.ReadAllBytes(expected.PathOf(file)).AsSpan().SequenceEqual(File.ReadAllBytes(actual.PathOf(file))), $"{file} differs");
    }

    [Fact]
    public void Resume_PretrainedFolderIsGone_SaysWhereItWas()
    {
        using var world = new WorldModelCase("gpt2 pretrained peft");
        using var run = new SmokeRun([.. Small, .. world.Overrides]);
        using (var trainer = run.Trainer())
            trainer.RunEpoch();
        string moved = world.PretrainedFolder + "-moved";
        Directory.Move(world.PretrainedFolder, moved);
        try
        {
            var error = Assert.Throws<ConfigException>(() => run.Trainer(resume: true));
            Assert.Equal(
                $"world_model.hf_model.name: there is no folder '{world.PretrainedFolder}'; give the place where the model lies now, as world_model.hf_model.name=FOLDER.",
                error.Message);
            // Who only acts needs no world model.
            using var player = new IrisPlayer(run.Options, Newest(run.Folder), new(Worlds.CreateBuiltIn(), 0));
            player.Policy.Begin(1);
        }
        finally
        {
            Directory.Move(moved, world.PretrainedFolder);
        }
    }

    private static Checkpoint Newest(RunFolder folder) => folder.OpenCheckpoints(2).LoadNewest().Checkpoint!;

    private static void CopyCheckpoint(RunFolder from, RunFolder to)
    {
        foreach (string path in Directory.EnumerateFiles(from.Checkpoints, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to.Checkpoints, Path.GetRelativePath(from.Checkpoints, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
