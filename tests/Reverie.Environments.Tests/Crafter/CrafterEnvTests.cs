using Reverie.Environments.Arrays;
using Reverie.Environments.Crafter;
using Reverie.Environments.Imaging;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>Crafter as an environment.</summary>
[Collection("alone")]
public sealed class CrafterEnvTests
{
    [Fact]
    public void Step_RecordedRun_GivesItsPicturesRewardsAndEnds()
    {
        var run = CrafterGolden.Read("seed_4");
        using var environment = (CrafterEnv)Worlds.Registry.Make("CrafterReward-v1");
        var observation = environment.Reset(4);
        Assert.Equal(run["reset"]!["obs_crc"]!.GetValue<uint>(), Crc32.Compute(observation.Span));
        int[] actions = CrafterGolden.Numbers(run["action"]!);
        for (int step = 0; step < actions.Length; step++)
        {
            var result = environment.Step(actions[step]);
            Assert.Equal(run["reward"]![step]!.GetValue<double>(), result.Reward);
            Assert.Equal((run["done"]![step]!.GetValue<bool>(), false), (result.Terminated, result.Truncated));
            Assert.Equal(run["obs_crc"]![step]!.GetValue<uint>(), Crc32.Compute(result.Observation.Span));
            if (result.Done)
                environment.Reset();
        }
    }

    [Fact]
    public void Render_AtNight_ShowsWhatIsSeenAndChangesNothing()
    {
        using var environment = new CrafterEnv();
        using var other = new CrafterEnv();
        environment.Reset(3);
        other.Reset(3);
        for (int step = 0; step < 200; step++)
        {
            var seen = environment.Step(0).Observation;
            Assert.Equal(seen.Data, environment.Render().Data);
            Assert.Equal(other.Step(0).Observation.Data, seen.Data);
        }
        Assert.True(environment.Game.World.Daylight < 0.1);
    }

    [Fact]
    public void Spaces_OfTheDefault_AreTheOriginals()
    {
        using var environment = new CrafterEnv();
        Assert.Equal([64, 64, 3], environment.ObservationSpace.Shape.ToArray());
        Assert.Equal(17, environment.ActionSpace.Count);
        Assert.Equal(CrafterGolden.Read("seed_0")["actions"]!.AsArray().Select(name => name!.GetValue<string>()), environment.ActionNames);
        Assert.Same(environment, Pictures.Of(environment));
    }

    [Fact]
    public void Make_NoReward_PaysNothingInTheSameWorld()
    {
        using var paid = (CrafterEnv)Worlds.Registry.Make("CrafterReward-v1", ("size", 27));
        using var unpaid = (CrafterEnv)Worlds.Registry.Make("CrafterNoReward-v1", ("size", 27));
        Assert.Equal(paid.Reset(1).Data, unpaid.Reset(1).Data);
        var random = new Pcg64(0);
        double sum = 0;
        for (int step = 0; step < 100; step++)
        {
            int action = random.Integers(0, 17);
            var (a, b) = (paid.Step(action), unpaid.Step(action));
            Assert.Equal(a.Observation.Data, b.Observation.Data);
            Assert.Equal(0, b.Reward);
            sum += Math.Abs(a.Reward);
        }
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void Step_LengthReached_IsCutOff()
    {
        using var environment = (CrafterEnv)Worlds.Registry.Make("CrafterReward-v1", ("length", 2));
        environment.Reset(0);
        Assert.False(environment.Step(0).Truncated);
        Assert.Equal((false, true), (environment.Step(0) is var last && last.Terminated, last.Truncated));
        Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(17));
        Assert.Contains("length cannot be 0", Assert.Throws<ArgumentException>(() => new CrafterEnv(length: 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Achieved_OfARecordedRun_HasABitForEachThingUnlocked()
    {
        var run = CrafterGolden.Read("seed_3");
        using var arrays = new CrafterEnv().AsArrays();
        var seen = arrays.Row();
        arrays.Reset(3, seen.Row(0));
        Assert.Equal(CrafterGolden.AchievementNames, arrays.AchievementNames);
        int[] actions = CrafterGolden.Numbers(run["action"]!);
        for (int step = 0; step < actions.Length; step++)
        {
            var signal = arrays.Step(actions[step], seen);
            int[] counts = CrafterGolden.Numbers(run["achievements"]![step]!);
            Assert.Equal(counts.Select(count => count > 0), Enumerable.Range(0, counts.Length).Select(i => (signal.Achieved >> i & 1) != 0));
            if (signal.Done)
                arrays.Reset(null, seen.Row(0));
        }
    }

    [Fact]
    public void Restore_InTheMiddleOfALongRun_GoesOnTheSame()
    {
        using var arrays = new CrafterEnv().AsArrays();
        using var copy = new CrafterEnv().AsArrays();
        var (seen, other, random) = (arrays.Row(), copy.Row(), new Pcg64(2));
        arrays.Reset(11, seen.Row(0));
        for (int step = 0; step < 900; step++)
        {
            if (step % 97 == 96)
                copy.Restore(arrays.Saved());
            int action = random.Integers(0, 17);
            var signal = arrays.Step(action, seen);
            if (step >= 96)
            {
                Assert.Equal(signal, copy.Step(action, other));
                Assert.Equal(seen.Seen(), other.Seen());
            }
            if (!signal.Done)
                continue;
            arrays.Reset(null, seen.Row(0));
            if (step >= 96)
                copy.Reset(null, other.Row(0));
        }
        Assert.Equal(arrays.Saved(), copy.Saved());
    }

    [Fact]
    public void Restore_WhatIsNoWorld_IsRefused()
    {
        using var arrays = new CrafterEnv().AsArrays();
        arrays.Reset(0, arrays.Row().Row(0));
        byte[] saved = arrays.Saved();
        Assert.ThrowsAny<Exception>(() => arrays.Restore(saved[..^100]));
        int world = saved.Length / 2;
        saved.AsSpan(world, 200).Fill(255);
        Assert.Throws<InvalidDataException>(() => arrays.Restore(saved));
    }

    [Fact]
    public void Step_WarmWithResets_AllocatesNothing()
    {
        using var arrays = new CrafterEnv().AsArrays();
        var (seen, action, random) = (arrays.Row(), new ActionBatch(arrays.Layout.Action, 1), new Pcg64(0));
        arrays.Reset(0, seen.Row(0));
        Play(600);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(1200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                action.Integers[0] = random.Integers(0, 17);
                if (arrays.Step(action[0], seen.Row(0)).Done)
                    arrays.Reset(null, seen.Row(0));
            }
        }
    }
}
