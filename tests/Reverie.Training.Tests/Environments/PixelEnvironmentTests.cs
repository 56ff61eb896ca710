using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Training.Tests.Environments;

public sealed class PixelEnvironmentTests
{
    [Theory]
    [InlineData("BreakoutNoFrameskip-v4", 30, "env.test.id: There is no environment 'BreakoutNoFrameskip-v4': 178 are registered, of BabyAI, MiniGrid")]
    [InlineData("MiniGrid-Empty-5x5-v0", 30, "'env.test.noop_max' does not fit MiniGrid-Empty-5x5-v0")]
    public void Make_WhatDoesNotFit_NamesTheFirstReasonUnderItsKey(string id, int noops, string start)
    {
        var options = new EnvInstanceOptions { Id = id, NoopMax = noops, DoneOnLifeLoss = true };
        Assert.StartsWith(start, Assert.Throws<ConfigException>(() => PixelEnvironmentFactory.Make(options, "env.test", 1, seed: 0)).Message);
    }

    [Fact]
    public void Reset_NoLevelFound_SaysWhatToDo()
    {
        using var environment = new PixelEnvironment(new PixelWrapper<int>(new ImgObsWrapper(new RgbImgObsWrapper(new WallsOnly(), 8)), 16, 16), new(), seed: 0);
        byte[] frame = new byte[3 * 16 * 16];
        string message = Assert.Throws<ConfigException>(() => environment.Reset(frame)).Message;
        Assert.StartsWith("WallsOnly could not make a level: ", message);
        Assert.EndsWith("; choose another environment, or another common.seed.", message);
    }
}
