using Reverie.Play.Lab;
using Reverie.Training.Runs;

namespace Reverie.Play.Tests.Lab;

/// <summary>What the laboratory reads from run folders.</summary>
public sealed class LabTests(TrainedRuns runs)
{
    [Fact]
    public void Of_TwoSeeds_AreOneGroupWithIntervals()
    {
        using var folder = new TemporaryFolder();
        var a = Folder(folder, "{\"step\":0,\"m\":0}\n{\"step\":10,\"m\":1}\n", "g");
        var b = Folder(folder, "{\"step\":0,\"m\":0.5}\n{\"step\":10,\"m\":3}\n", "g");
        var alone = Folder(folder, "{\"step\":4,\"m\":7}\n");
        var groups = GroupCurve.Of([a, b, alone], "m", "step");
        var group = groups.Single(one => one.Runs == 2);
        Assert.Equal((0.25, 2d), (group.Mean[0], group.Mean[^1]));
        Assert.Equal((1d, 3d), (group.Last.Low, group.Last.High));
        Assert.True(group.Low[0] < group.Mean[0] && group.Mean[0] < group.High[0]);
        Assert.Equal([7d], groups.Single(one => one.Runs == 1).Mean);
        Assert.Empty(GroupCurve.Of([a], "nothing", "step"));
    }

    [Fact]
    public void Of_CommonNames_PutsAlgorithmsInOneFigure()
    {
        var groups = GroupCurve.Of([runs.IrisRun, runs.PpoRun], "success", "environment steps");
        Assert.Equal(2, groups.Count);
        Assert.Equal([80d, 1024d], groups.Select(group => group.X[^1]).Order());
        Assert.Equal(["success", "return", "environment steps"], CommonNames.Of(["test/success", "train/return", "step"]));
        Assert.Empty(CommonNames.Of(["loss"]));
    }

    [Fact]
    public void Of_Run_SaysWhatItIs()
    {
        var iris = RunSummary.Of(runs.IrisRun, TrainingProcesses.Runs());
        Assert.Equal(("iris", "MiniGrid-Empty-5x5-v0", "smoke", false), (iris.Algorithm, iris.Environment, iris.Group, iris.IsTraining));
        Assert.Equal(("test_dataset/success", 2), (iris.Metric, iris.Step));
        var ppo = RunSummary.Of(runs.PpoRun, []);
        Assert.Equal(("ppo", "MiniGrid-Empty-5x5-v0"), (ppo.Algorithm, ppo.Environment));
        Assert.NotNull(ppo.Last);
    }

    [Fact]
    public void Of_RunWhoseFilesAreAsBefore_IsNotReadAgain()
    {
        using var folder = new TemporaryFolder();
        var run = Folder(folder, "{\"step\":1,\"test/return\":1}\n");
        string file = Path.Combine(run.Logs, "metrics.jsonl");
        var written = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);
        var shelf = new SummaryShelf();
        Assert.Equal((1d, 1d), (shelf.Of(run, []).Last, shelf.Of(run, []).Step));

        // Another number, of the same length and time, is not noticed.
        File.WriteAllText(file, "{\"step\":1,\"test/return\":2}\n");
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal(1d, shelf.Of(run, []).Last);
        Assert.True(shelf.Of(run, [run.Path]).IsTraining);
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Assert.Equal(2d, shelf.Of(run, []).Last);
        Assert.False(shelf.Of(run, []).IsTraining);
        File.AppendAllText(file, "{\"step\":2,\"test/return\":3}\n");
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Assert.Equal((3d, 2d), (shelf.Of(run, []).Last, shelf.Of(run, []).Step));
    }

    [Fact]
    public void Runs_LockThatIsHeld_IsSeenWithoutTryingIt()
    {
        if (!File.Exists("/proc/locks"))
            Assert.Skip("This system does not tell who holds which lock.");
        Assert.DoesNotContain(runs.IrisRun.Path, TrainingProcesses.Runs());
        using (runs.IrisRun.Lock())
            Assert.Contains(runs.IrisRun.Path, TrainingProcesses.Runs());
        Assert.DoesNotContain(runs.IrisRun.Path, TrainingProcesses.Runs());
    }

    private static RunFolder Folder(TemporaryFolder root, string metrics, string? group = null)
    {
        var config = new Reverie.Training.Configuration.Tree.ConfigMap(default!);
        var run = RunFolder.Create(root.Path, TimeProvider.System, config, new RunMetadata { Command = ["test"], Group = group });
        File.WriteAllText(Path.Combine(run.Logs, "metrics.jsonl"), metrics);
        return run;
    }
}
