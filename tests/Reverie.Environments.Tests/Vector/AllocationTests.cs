using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Seeding;
using Reverie.Environments.Vector;

namespace Reverie.Environments.Tests.Vector;

[Collection("alone")]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_WarmVector_AllocatesNothing(int threads)
    {
        using var vector = new VectorEnvironment(_ => new PixelWrapper<int>(
            new ImgObsWrapper(new RgbImgPartialObsWrapper(Worlds.Grid("MiniGrid-DoorKey-5x5-v0")))).AsArrays(), 4, AutoReset.SameStep, threads);
        vector.Reset(1);
        var random = new Pcg64(2);
        var actions = new ActionBatch(vector.Layout.Action, 4);
        Play(300);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Play(2000);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        // The runtime itself allocates a little now and then; one object a step would be 24 bytes or more.
        Assert.True(allocated < 2000, $"{allocated} bytes in 2000 steps of 4 environments");

        void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                foreach (ref long action in actions.Integers.AsSpan())
                    action = random.Integers(0, 7);
                vector.Step(actions);
            }
        }
    }

    [Theory]
    [InlineData("MiniGrid-DoorKey-8x8-v0")]
    [InlineData("MiniGrid-Dynamic-Obstacles-8x8-v0")]
    public void Step_WarmArrays_AllocateNothing(string id)
    {
        AssertNothing(Worlds.Grid(id));
        AssertNothing(new MissionStreamWrapper(Worlds.Grid(id)));
        AssertNothing(new ImgObsWrapper(Worlds.Grid(id)));
        AssertNothing(new DirectionObsWrapper(Worlds.Grid(id)));

        static void AssertNothing(IEnvironment environment)
        {
            using var arrays = environment.AsArrays();
            var batch = arrays.Row();
            var random = new Pcg64(5);
            arrays.Reset(0, batch.Row(0));
            Play(3000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Play(10_000);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Play(int steps)
            {
                for (int step = 0; step < steps; step++)
                {
                    if (arrays.Step(random.Integers(0, arrays.Layout.Action.Choices[0]), batch).Done)
                        arrays.Reset(null, batch.Row(0));
                }
            }
        }
    }

    [Theory]
    [InlineData("MiniGrid-Empty-8x8-v0")]
    [InlineData("MiniGrid-DoorKey-8x8-v0")]
    [InlineData("MiniGrid-Dynamic-Obstacles-8x8-v0")]
    [InlineData("MiniGrid-FourRooms-v0")]
    public void Step_WarmEnvironmentWithResets_AllocatesNothing(string id)
    {
        var environment = Worlds.Grid(id);
        var random = new Pcg64(5);
        environment.Reset(0);
        Play(3000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                if (environment.Step(random.Integers(0, environment.ActionSpace.Count)).Done)
                    environment.Reset();
            }
        }
    }
}
