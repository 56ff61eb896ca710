using Reverie.Algorithms.Iris.Training;
using Reverie.Training.Data;

namespace Reverie.Algorithms.Tests.Iris.Training;

public sealed class RunEstimateTests
{
    private static readonly ObservationShape Frame = new(3, 32, 32);

    [Fact]
    public void Of_FewerEpochsThanCollections_CountsTheFramesOfTheEpochs()
    {
        long frames = Memory("common.epochs=3", "collection.train.stop_after_epochs=500") - Memory("common.epochs=2", "collection.train.stop_after_epochs=500");
        Assert.Equal(40 * Frame.Size, frames);
    }

    [Fact]
    public void Of_ActorCriticTrains_CountsTheFramesThatAreKept()
    {
        long kept = Memory("training.actor_critic.start_after_epochs=1") - Memory("training.actor_critic.start_after_epochs=4");
        // Six steps of four dreams of four frames.
        Assert.Equal(6 * 4 * 4 * Frame.Size * sizeof(float), kept);
        Assert.Equal(1L << 30, Memory("training.actor_critic.steps_per_epoch=1000000") - Memory("training.actor_critic.start_after_epochs=4"));
    }

    private static long Memory(params string[] overrides)
    {
        var options = SmokeRun.Load(overrides).Options;
        return RunEstimate.Of(options, parameters: 1000, Frame).MemoryBytes;
    }
}
