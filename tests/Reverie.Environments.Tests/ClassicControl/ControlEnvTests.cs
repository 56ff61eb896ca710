using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.ClassicControl;

/// <summary>What the records of classic control do not say.</summary>
[Collection("alone")]
public sealed class ControlEnvTests
{
    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("MountainCarContinuous-v0")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    public void Step_WarmWithResets_AllocatesNothing(string id)
    {
        using var arrays = Pictures.Planes(Pictures.Of(Worlds.Registry.Make(id)), 64, 64).AsArrays();
        var (seen, action) = (arrays.Row(), new ActionBatch(arrays.Layout.Action, 1));
        arrays.Reset(0, seen.Row(0));
        Play(600);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(600);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(seen["image"].Bytes.Distinct().Count() > 2, "the picture is empty");

        void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                if (arrays.Step(action[0], seen.Row(0)).Done)
                    arrays.Reset(null, seen.Row(0));
            }
        }
    }

    [Theory]
    [InlineData("CartPole-v1", 400, 600)]
    [InlineData("MountainCar-v0", 400, 600)]
    [InlineData("Acrobot-v1", 500, 500)]
    [InlineData("Pendulum-v1", 500, 500)]
    public void Render_OfEachSystem_HasTheOriginalsSize(string id, int rows, int columns)
    {
        using var environment = Worlds.Registry.Make(id);
        Assert.Equal([rows, columns, 3], environment.Render().Shape.ToArray());
    }

    [Theory]
    [InlineData("CartPole-v1", "max_episode_steps", "0", "An episode has at least one step: max_episode_steps cannot be 0.")]
    [InlineData("Pendulum-v1", "numpy", "3", "NumPy's versions here are 1 and 2, not 3.")]
    public void Make_WrongArgument_SaysSo(string id, string name, string value, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(() => Worlds.Registry.Make(id, (name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Step_WhatIsNoNumber_IsRefused()
    {
        using var pendulum = (Environment<NdArray<float>, NdArray<float>>)Worlds.Registry.Make("Pendulum-v1");
        pendulum.Reset(0);
        var action = new NdArray<float>(1);
        action.Data[0] = float.NaN;
        Assert.Throws<ArgumentOutOfRangeException>(() => pendulum.Step(action));
        Assert.Throws<ArgumentOutOfRangeException>(() => pendulum.Step(new NdArray<float>(2)));
    }
}
