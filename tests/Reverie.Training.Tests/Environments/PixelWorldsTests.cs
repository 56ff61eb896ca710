using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Training.Tests.Environments;

public sealed class PixelWorldsTests
{
    [Theory]
    [InlineData("BreakoutNoFrameskip-v4", 30, "env.test.id: BreakoutNoFrameskip-v4 needs Python with gymnasium and ale-py, which ")]
    [InlineData("MiniGrid-Empty-5x5-v0", 30, "'env.test.noop_max' does not fit MiniGrid-Empty-5x5-v0")]
    public void Make_WhatDoesNotFit_NamesTheFirstReasonUnderItsKey(string id, int noops, string start)
    {
        var options = new EnvInstanceOptions { Id = id, NoopMax = noops, DoneOnLifeLoss = true };
        if (id.StartsWith("Breakout", StringComparison.Ordinal))
            options = options with { Worker = new() { Python = StandIns.BarePython } };
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

    [Fact]
    public void Make_WorkerOptionsWithoutAWorker_AreRefused()
    {
        var options = new EnvInstanceOptions { Id = "MiniGrid-Empty-5x5-v0", NoopMax = 0, DoneOnLifeLoss = false, Worker = new() { Timeout = 5 } };
        Assert.Equal("'env.test.worker' is for environments in Python, and MiniGrid-Empty-5x5-v0 is not one of them: leave it out.",
            Assert.Throws<ConfigException>(() => PixelWorlds.Make(Worlds.CreateBuiltIn(), options, "env.test", 1)).Message);
    }

    [Fact]
    public void Step_RecordedGameInPython_GivesWhatIrisSaw()
    {
        var options = new EnvInstanceOptions
        {
            Id = "BreakoutNoFrameskip-v4",
            Resampling = Resampling.Bilinear,
            NoopMax = 1,
            Arguments = new Dictionary<string, object?> { ["strict"] = true },
            Worker = new() { Python = StandIns.Python },
        };
        var record = JsonNode.Parse(File.ReadAllText(Repository.Golden("ale", "catch_iris_0.json")))!;
        using var game = PixelWorlds.Make(Quiet(), options, "env.train", 1);
        var action = new ActionBatch(game.Layout.Action, 1);
        game.Reset(0);
        for (int step = 0; step < 300; step++)
        {
            action.Integers[0] = record["action"]![step]!.GetValue<int>();
            game.Step(action);
            bool done = record["done"]![step]!.GetValue<bool>();
            Assert.Equal((record["reward"]![step]!.GetValue<float>(), done), (game.Current.Rewards[0], game.Current.HasEnded(0)));
            Assert.Equal(record["obs_crc"]![step]!.GetValue<uint>(), Crc(done ? game.Current.Final[0] : game.Current.Observations[0]));
            if (done)
                Assert.Equal(record["reset_obs_crc"]![step]!.GetValue<uint>(), Crc(game.Current.Observations[0]));
        }
    }

    [Fact]
    public void Step_WorkerKilled_CostsOneEpisodeAndSaysSo()
    {
        var worlds = Worlds.CreateBuiltIn();
        var log = new ConcurrentQueue<string>();
        worlds.Environments.Log = log.Enqueue;
        var options = new EnvInstanceOptions
        {
            Id = "Trouble-v0",
            NoopMax = 0,
            DoneOnLifeLoss = false,
            FrameSkip = 1,
            Worker = new() { Python = StandIns.Python },
            Arguments = new Dictionary<string, object?> { ["what"] = "kill", ["at"] = 5 },
        };
        using var vector = PixelWorlds.Make(worlds, options, "env.train", 2);
        var actions = new ActionBatch(vector.Layout.Action, 2);
        vector.Reset(0);
        for (int step = 1; step <= 8; step++)
        {
            vector.Step(actions);
            Assert.Equal([step == 5, step == 5], vector.Current.Truncated);
        }
        Assert.Contains("Environment 1 (Trouble-v0) failed in its step 5: its Python process was killed by signal 9 during step; its episode is cut off there, "
            + "and the next one begins in a new process.", log);
        Assert.Single(log, line => line.StartsWith("Trouble-v0 runs in Python 3", StringComparison.Ordinal));
    }

    private static Worlds Quiet()
    {
        var worlds = Worlds.CreateBuiltIn();
        worlds.Environments.Log = _ => { };
        return worlds;
    }

    /// <summary>The checksum of a picture as Python holds it, [height, width, 3].</summary>
    private static uint Crc(ArrayRows image)
    {
        byte[] planes = image.Bytes;
        return Crc32.Compute([.. Enumerable.Range(0, planes.Length).Select(i => planes[i % 3 * (planes.Length / 3) + i / 3])]);
    }
}
