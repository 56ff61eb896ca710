using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>SheepRL's keys of environments: what is seen with them.</summary>
public sealed class DreamerWorldsTests
{
    private const string Pictures = "algo.cnn_keys.encoder=[rgb]", NoVectors = "algo.mlp_keys.encoder=[]", Side = "env.screen_size=16";

    [Fact]
    public void Make_WithoutColours_ShowsTheBrightnessOfThePicture()
    {
        using var colours = Make(Pictures, NoVectors, Side);
        using var gray = Make(Pictures, NoVectors, Side, "env.grayscale=true");
        Assert.Equal([1, 16, 16], gray.Layout["rgb"].Shape);
        byte[] seen = colours.Current["rgb"].Bytes, bright = gray.Current["rgb"].Bytes;
        for (int i = 0; i < 256; i++)
            Assert.Equal((0.299 * seen[i]) + (0.587 * seen[256 + i]) + (0.114 * seen[512 + i]), bright[i], 0.51);
        Assert.True(bright[..256].Distinct().Count() > 1);
    }

    [Fact]
    public void Make_WithAStack_ShowsThePicturesBeforeInOrderAndTheFirstOneAtTheStart()
    {
        using var plain = Make(Pictures, NoVectors, Side);
        using var stacked = Make(Pictures, NoVectors, Side, "env.frame_stack=3", "env.frame_stack_dilation=2", "env.sync_env=true");
        Assert.Equal([9, 16, 16], stacked.Layout["rgb"].Shape);
        var seen = new List<byte[]> { One(plain) };
        for (int step = 0; step < 7; step++)
        {
            byte[] Before(int steps) => seen[Math.Max(0, seen.Count - 1 - steps)];
            Assert.Equal([.. Before(4), .. Before(2), .. Before(0)], stacked.Current["rgb"].Row(0).ToArray());
            Step(plain, step % 3);
            Step(stacked, step % 3);
            seen.Add(One(plain));
        }

        static byte[] One(IVectorEnvironment environment) => environment.Current["rgb"].Row(0).ToArray();
    }

    [Fact]
    public void Make_WithActions_ShowsTheLastOnesAndBeforeThemTheGivenOne()
    {
        using var world = Make("env.actions_as_observation.num_stack=2", "env.actions_as_observation.noop=[6]");
        Assert.Equal([6, 6], Shown());
        Step(world, 2);
        Assert.Equal([6, 2], Shown());
        Step(world, 1);
        Assert.Equal([2, 1], Shown());
        var e = Assert.Throws<ConfigException>(() => Make("env.actions_as_observation.num_stack=2", "env.actions_as_observation.noop=[7]"));
        Assert.Contains("which is no action", e.Message);

        int[] Shown()
        {
            float[] values = world.Current["action_stack"].Row<float>(0).ToArray();
            return [values.AsSpan(0, 7).IndexOf(1f), values.AsSpan(7).IndexOf(1f)];
        }
    }

    [Fact]
    public void Restore_InTheMiddle_ShowsWhatWasThere()
    {
        string[] keys = [Pictures, Side, "env.frame_stack=3", "env.actions_as_observation.num_stack=3"];
        using var first = Make(keys);
        for (int step = 0; step < 3; step++)
            Step(first, step);
        using var saved = new MemoryStream();
        first.Save(new BinaryWriter(saved));
        using var second = Make(keys);
        saved.Position = 0;
        second.Restore(new BinaryReader(saved));
        Step(first, 1);
        Step(second, 1);
        foreach (var rows in first.Current.Observations)
            Assert.Equal(rows.Bytes, second.Current[rows.Spec.Name].Bytes);
    }

    [Fact]
    public void IdOf_AnotherIdThanTheTasksOwn_IsThatId()
    {
        Assert.Equal("dmc/cartpole-swingup", IdOf());
        Assert.Equal("dmc/pendulum-swingup", IdOf("env.wrapper.domain_name=pendulum"));
        Assert.Equal("dmc/cartpole-balance", IdOf("env.id=dmc/cartpole-balance"));

        static string IdOf(params string[] keys) =>
            DreamerWorlds.IdOf(DreamerRun.Load([.. keys, "exp=dreamer_v3_dmc_cartpole_swingup"]).Options.Env);
    }

    private static IVectorEnvironment Make(params string[] keys)
    {
        var options = DreamerRun.Load(["exp=dreamer_v3_smoke", .. keys]).Options;
        var environment = DreamerWorlds.Make(Worlds.CreateBuiltIn(), options, 2);
        environment.Reset(5);
        return environment;
    }

    private static void Step(IVectorEnvironment environment, int action)
    {
        var actions = new ActionBatch(environment.Layout.Action, environment.Count);
        Array.Fill(actions.Integers, action);
        environment.Step(actions);
    }
}
