namespace Reverie.Algorithms.Tests.Iris.Training;

/// <summary>A game in a Python process, which plays a tape in place of Atari's own.</summary>
public sealed class AtariTests
{
    [Fact]
    public void Run_StoppedWhileItCollects_IsResumedInANewEpisode()
    {
        using var run = new SmokeRun("env=atari", "env.train.size=32", $"env.train.worker.python={StandIns.Python}", "common.epochs=2");
        Assert.Equal("BreakoutNoFrameskip-v4", run.Options.Env.Test.Id);
        using (var stop = new StopAfter(15, "collect"))
        {
            using var trainer = run.Trainer(reporter: stop.Reporter);
            Assert.False(trainer.Run(stop.Stop));
            Assert.Equal(0, trainer.CompletedEpochs);
        }
        using var resumed = run.Trainer(resume: true);
        Assert.True(resumed.Run());
        Assert.Equal(2, resumed.CompletedEpochs);
        Assert.NotNull(run.Folder.OpenCheckpoints(1).LoadNewest().Checkpoint);
    }
}
