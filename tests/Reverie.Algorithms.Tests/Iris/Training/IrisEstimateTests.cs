using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Iris.Training;

public sealed class IrisEstimateTests
{
    private static readonly ArraySpec Frame = new("image", ElementType.UInt8, [3, 32, 32], 0, 255);

    [Fact]
    public void Of_FewerEpochsThanCollections_CountsTheFramesOfTheEpochs()
    {
        long frames = Memory("common.epochs=3", "collection.train.stop_after_epochs=500") - Memory("common.epochs=2", "collection.train.stop_after_epochs=500");
        Assert.Equal(40 * Frame.ByteLength, frames);
    }

    [Fact]
    public void Of_ActorCriticTrains_CountsTheFramesThatAreKept()
    {
        long kept = Memory("training.actor_critic.start_after_epochs=1") - Memory("training.actor_critic.start_after_epochs=4");
        // Six steps of four dreams of four frames.
        Assert.Equal(6 * 4 * 4 * Frame.ByteLength * sizeof(float), kept);
        Assert.Equal(1L << 30, Memory("training.actor_critic.steps_per_epoch=1000000") - Memory("training.actor_critic.start_after_epochs=4"));
    }

    private static long Memory(params string[] overrides)
    {
        var options = SmokeRun.Load(overrides).Options;
        using var components = new IrisComponents(options, actions: 7, Device.Cpu);
        return IrisEstimate.Of(options, components.Agent, Frame, Device.Cpu).MemoryBytes;
    }
}
