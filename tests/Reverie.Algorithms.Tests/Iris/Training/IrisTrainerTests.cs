using System.Buffers.Binary;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Tests.Iris.Training;

public sealed class IrisTrainerTests
{
    [Fact]
    public void Run_ResumedAfterTwoEpochs_EndsWithTheSameWeights()
    {
        using var whole = new SmokeRun();
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run());
        using var halves = new SmokeRun();
        using (var trainer = halves.Trainer())
        {
            trainer.RunEpoch();
            trainer.RunEpoch();
        }
        using (var trainer = halves.Trainer(resume: true))
        {
            Assert.Equal(2, trainer.CompletedEpochs);
            Assert.True(trainer.Run());
        }
        AssertSame(whole.Weights(), halves.Weights());
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(2, 4)]
    public void Run_StoppedInsideEveryPhase_EndsWithTheSameWeights(int first, int more)
    {
        using var whole = new SmokeRun();
        using (var trainer = whole.Trainer())
            trainer.Run();
        using var pieces = new SmokeRun();
        bool resume = false;
        // More progress reports each time: stops fall into all phases.
        for (int patience = first; ; patience += more)
        {
            using var stop = new StopAfter(patience);
            using var trainer = pieces.Trainer(resume, stop.Reporter);
            resume = true;
            if (trainer.Run(stop.Stop))
                break;
        }
        AssertSame(whole.Weights(), pieces.Weights());
    }

    [Fact]
    public void Run_Solved_IsSavedAndStaysSoWhenResumed()
    {
        string[] overrides = ["evaluation.solved_at=0", "checkpoint.every=50"];
        using var run = new SmokeRun(overrides);
        using (var trainer = run.Trainer())
            Assert.True(trainer.Run());
        var solved = run.Weights();
        using (var trainer = run.Trainer(resume: true))
        {
            Assert.Equal(2, trainer.CompletedEpochs);
            Assert.True(trainer.Run());
            Assert.Equal(2, trainer.CompletedEpochs);
        }
        AssertSame(solved, run.Weights());

        using var onward = new IrisTrainer(
            run.Options with { Evaluation = run.Options.Evaluation with { SolvedAt = null } },
            new(run.Folder, Worlds.CreateBuiltIn(), TimeProvider.System, new SilentReporter(), Resume: true));
        onward.Run();
        Assert.Equal(4, onward.CompletedEpochs);
    }

    [Fact]
    public void Run_StoppedWhileItIsSolved_FinishesItsEpoch()
    {
        using var run = new SmokeRun("evaluation.solved_at=0");
        using (var stop = new StopAfter(1, "evaluate"))
        using (var trainer = run.Trainer(reporter: stop.Reporter))
            Assert.False(trainer.Run(stop.Stop));
        using (var trainer = run.Trainer(resume: true))
            Assert.True(trainer.Run());
        Assert.Equal(2, File.ReadAllLines(Path.Combine(run.Folder.Logs, "metrics.jsonl")).Length);
    }

    [Fact]
    public void Run_GradientsNotFinite_StopsBeforeTheWeightsAreSpoilt()
    {
        using var run = new SmokeRun();
        using var trainer = run.Trainer();
        var weight = trainer.Components.Agent.WorldModel.Parameters().First();
        using (new NoGrad())
            weight.FillInPlace(double.PositiveInfinity);
        float[] before = trainer.Components.Agent.WorldModel.Parameters().ElementAt(1).ToArray<float>();
        var error = Assert.Throws<TrainingDivergedException>(trainer.RunEpoch);
        Assert.Contains("world_model", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, trainer.Components.Agent.WorldModel.Parameters().ElementAt(1).ToArray<float>());
    }

    [Fact]
    public void Run_OtherSeed_EndsWithOtherWeights()
    {
        using var one = new SmokeRun("common.epochs=1");
        using (var trainer = one.Trainer())
            trainer.Run();
        using var other = new SmokeRun("common.epochs=1", "common.seed=1");
        using (var trainer = other.Trainer())
            trainer.Run();
        Assert.NotEqual(one.Weights()["actor_critic.conv1.weight"], other.Weights()["actor_critic.conv1.weight"]);
    }

    [Fact]
    public void RunEpoch_AThousandSteps_LeavesNoTensorBehind()
    {
        using var run = new SmokeRun(
            "common.epochs=100", "common.do_checkpoint=false", "evaluation.should=false", "collection.train.config.num_steps=10",
            "training.tokenizer.steps_per_epoch=112", "training.world_model.steps_per_epoch=112", "training.actor_critic.steps_per_epoch=112");
        using var trainer = run.Trainer();
        trainer.RunEpoch();
        trainer.RunEpoch();
        long tensors = Tensor.LiveCount;
        for (int i = 0; i < 3; i++)
            trainer.RunEpoch();
        Assert.InRange(Tensor.LiveCount, 0, tensors); // fewer: garbage of other tests has gone meanwhile
    }

    [Theory]
    [InlineData("float32", Precision.Float32)]
    [InlineData("bfloat16", Precision.Bfloat16)]
    public void Components_Precision_IsThatOfTheConfiguration(string value, Precision expected)
    {
        using var run = new SmokeRun($"common.precision={value}", "common.device=cpu");
        using var trainer = run.Trainer();
        Assert.Equal(expected, ((Tokenizer)trainer.Components.Agent.Tokenizer).Precision);
        Assert.Equal(expected, trainer.Components.Agent.WorldModel.StepPrecision);
    }

    [Fact]
    public void Resume_WithoutCheckpoint_SaysWhatToDo()
    {
        using var run = new SmokeRun();
        var error = Assert.Throws<CheckpointException>(() => run.Trainer(resume: true));
        Assert.Contains("start a new run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FullSchedule_WritesPicturesMetricsAndEpisodes()
    {
        using var run = new SmokeRun("evaluation.actor_critic.num_episodes_to_save=9");
        using (var trainer = run.Trainer())
            trainer.Run();
        Assert.NotEmpty(Directory.GetFiles(run.Folder.MediaReconstructions, "epoch_004_t_*.png"));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run.Folder.MediaEpisodes, "test"), "*.episode"));
        byte[] dreams = File.ReadAllBytes(Path.Combine(run.Folder.MediaEpisodes, "imagination", "epoch_004.png"));
        Assert.Equal((9 * (32 + 2)) - 2, BinaryPrimitives.ReadInt32BigEndian(dreams.AsSpan(20))); // the picture's height
        string[] lines = File.ReadAllLines(Path.Combine(run.Folder.Logs, "metrics.jsonl"));
        Assert.Equal(4, lines.Length);
        Assert.Contains("actor_critic/train/loss_values", lines[^1], StringComparison.Ordinal);
        Assert.Contains("world_model/eval/loss_obs", lines[^1], StringComparison.Ordinal);
    }

    private static void AssertSame(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
    }
}
