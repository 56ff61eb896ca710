using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Training.Tests.Environments;

public sealed class PixelWorldsTests
{
    [Theory]
    [InlineData("BreakoutNoFrameskip-v4", 30, "env.test.id: There is no environment 'BreakoutNoFrameskip-v4'")]
    [InlineData("MiniGrid-Empty-5x5-v0", 30, "'env.test.noop_max' does not fit MiniGrid-Empty-5x5-v0")]
    public void Make_WhatDoesNotFit_NamesTheFirstReasonUnderItsKey(string id, int noops, string start)
    {
        var options = new EnvInstanceOptions { Id = id, NoopMax = noops, DoneOnLifeLoss = true };
        Assert.StartsWith(start, Assert.Throws<ConfigException>(() => PixelWorlds.Make(Worlds.CreateBuiltIn(), options, "env.test", 1)).Message);
    }

    [Fact]
    public void Reset_NoLevelFound_SaysWhatToDo()
    {
        var worlds = Worlds.CreateBuiltIn();
        worlds.Environments.Register<WallsOnly>("WallsOnly-v0");
        using var environments = PixelWorlds.Make(worlds, new() { Id = "WallsOnly-v0", NoopMax = 0, DoneOnLifeLoss = false, FrameSkip = 1 }, "env.test", 1);
        string message = Assert.ThrowsAny<Exception>(() => environments.Reset(0)).Message;
        Assert.Contains("There is no free cell", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_Wrapper_IsAppliedInsideThePixels()
    {
        var options = new EnvInstanceOptions { Id = "MiniGrid-Empty-5x5-v0", NoopMax = 0, DoneOnLifeLoss = false, Wrappers = [new() { Name = "no_such" }] };
        Assert.StartsWith("env.test.wrappers[0]: ", Assert.Throws<ConfigException>(() => PixelWorlds.Make(Worlds.CreateBuiltIn(), options, "env.test", 1)).Message);
    }
}
