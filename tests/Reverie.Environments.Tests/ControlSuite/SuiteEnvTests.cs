using Reverie.Environments.Arrays;
using Reverie.Environments.ControlSuite;
using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

namespace Reverie.Environments.Tests.ControlSuite;

/// <summary>What the records of the Control Suite do not say.</summary>
[Collection("alone")]
public sealed class SuiteEnvTests
{
    public static TheoryData<string> Names => Suite.Names;

    [Fact]
    public void Missing_OnThisMachine_IsWhatAResetSays()
    {
        using var environment = Suite.Make("cartpole_swingup");
        if (SuiteEnv.Missing is { } sentence)
            Assert.Equal(sentence, Assert.Throws<MuJoCoMissingException>(() => environment.Reset()).Message);
        else
            Assert.Equal(5, environment.Reset().Length);
    }

    [Fact]
    public void MuJoCo_Missing_SaysHowItIsInstalled() => Assert.Equal(
        "The Control Suite needs the physics engine MuJoCo 2.2.2, which is not installed: apt-get install libmujoco2.2.2 on Debian 12 or 13.",
        Assert.Throws<MuJoCoMissingException>(() => new MuJoCo("libno-such-engine.so")).Message);

    [Fact]
    public void Layout_OfAnotherVersion_IsRefused() => Assert.Equal(
        "MuJoCo 3.1.6 was found, and only the memory layout of 2.2.2 is known here: install that one (apt-get install libmujoco2.2.2 on Debian 12 or 13).",
        Assert.Throws<MuJoCoMissingException>(() => MuJoCoLayout.Of(316)).Message);

    [Theory]
    [InlineData("cartpol", "swingup", "The Control Suite here has no domain 'cartpol': did you mean 'cartpole'?")]
    [InlineData("cartpole", "swing", "The domain cartpole has no task 'swing': did you mean 'swingup'?")]
    [InlineData("pendulum", "fly to the moon", "The domain pendulum has no task 'fly to the moon': use swingup.")]
    public void Make_UnknownTask_NamesTheKnown(string domain, string task, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new SuiteEnv(domain, task)).Message);

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_Warm_AllocatesNothing(string name)
    {
        if (!Suite.IsThere())
            return;
        using var arrays = new VectorWrapper<NdArray<double>>(Suite.Make(name, ("max_episode_steps", 20))).AsArrays();
        using var parts = Suite.Make(name, ("max_episode_steps", 20)).AsArrays();
        var (seen, other, action, random) = (arrays.Row(), parts.Row(), new ActionBatch(arrays.Layout.Action, 1), new Pcg64(3));
        arrays.Reset(0, seen.Row(0));
        parts.Reset(0, other.Row(0));
        Play(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(other.Observations.SelectMany(part => part.Row<float>(0).ToArray()), seen["state"].Row<float>(0).ToArray());

        void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                foreach (ref float number in action.Numbers.AsSpan())
                    number = (float)random.Uniform(-1, 1);
                if (parts.Step(action[0], other.Row(0)) != arrays.Step(action[0], seen.Row(0)))
                    throw new InvalidOperationException("the wrapper changed the step");
                if (step % 20 != 19)
                    continue;
                arrays.Reset(null, seen.Row(0));
                parts.Reset(null, other.Row(0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Restore_InTheMiddle_GoesOnToTheLastBit(string name)
    {
        if (!Suite.IsThere())
            return;
        using var environment = Suite.Make(name);
        using var arrays = environment.AsArrays();
        using var copy = Suite.Make(name);
        using var copied = copy.AsArrays();
        Assert.Equal(Saving.Snapshot, arrays.Saving);
        var (seen, random, action) = (arrays.Row(), new Pcg64(8), new NdArray<double>(environment.ActionSpace.Shape));
        // The second episode, so that what changed in the model counts.
        arrays.Reset(3, seen.Row(0));
        arrays.Reset(null, seen.Row(0));
        for (int step = 0; step < 40; step++)
            environment.Step(Drawn());
        copied.Restore(arrays.Saved());
        Assert.Equal(environment.Reward, copy.Reward);
        Assert.Equal(environment.Physics.Sensors.Span.ToArray(), copy.Physics.Sensors.Span.ToArray());
        for (int step = 0; step < 60; step++)
        {
            var (one, two) = (environment.Step(Drawn()), copy.Step(action));
            Assert.Equal(one.Observation.Flat(), two.Observation.Flat());
            Assert.Equal(one.Reward, two.Reward);
        }
        Assert.Equal(environment.Reset().Flat(), copy.Reset().Flat());

        NdArray<double> Drawn()
        {
            foreach (ref double number in action.Span)
                number = random.Uniform(-1.2, 1.2);
            return action;
        }
    }

    [Fact]
    public void Step_OnThreads_GivesWhatOneThreadGives()
    {
        if (!Suite.IsThere())
            return;
        Assert.Equal(Play(threads: 1), Play(threads: 4));

        static string[] Play(int threads)
        {
            using var vector = new VectorEnvironment(_ => Suite.Make("walker_run").AsArrays(), 8, AutoReset.SameStep, threads);
            var actions = new ActionBatch(vector.Layout.Action, 8);
            var random = new Pcg64(1);
            vector.Reset(2);
            for (int step = 0; step < 100; step++)
            {
                foreach (ref float number in actions.Numbers.AsSpan())
                    number = (float)random.Uniform(-1, 1);
                vector.Step(actions);
            }
            return [.. Enumerable.Range(0, 8).Select(row => vector.Current.Seen(row))];
        }
    }

    [Fact]
    public void Step_WhatIsNoAction_IsRefused()
    {
        using var environment = Suite.Make("reacher_easy");
        Assert.Contains("Reset", Assert.Throws<InvalidOperationException>(() => environment.Step(new NdArray<double>(2))).Message, StringComparison.Ordinal);
        if (!Suite.IsThere())
            return;
        environment.Reset(0);
        var action = new NdArray<double>(2);
        action.Data[1] = double.NaN;
        Assert.StartsWith(
            "An action of reacher is 2 finite numbers, not [0, NaN].", Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(action)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(new NdArray<double>(1)));
        Assert.Throws<ArgumentException>(() => environment.ResetAt([0], [0, 0]));
    }

    [Fact]
    public void Step_OfADivergedSimulation_EndsInASentenceAndLeavesNoLog()
    {
        if (!Suite.IsThere())
            return;
        using var environment = Suite.Make("hopper_hop");
        environment.Reset(0);
        environment.Physics.Velocities[0] = 1e30;
        Assert.StartsWith(
            "The simulation of hopper.xml has failed at ", Assert.Throws<InvalidOperationException>(() => environment.Step(new NdArray<double>(4))).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists("MUJOCO_LOG.TXT"));
        environment.Reset(0);
        environment.Step(new NdArray<double>(4));
    }

    [Fact]
    public void Physics_OfWhatIsNoModel_SaysWhy()
    {
        if (!Suite.IsThere())
            return;
        Assert.StartsWith(
            "MuJoCo refuses the model bad.xml: XML Error: Schema violation: unrecognized element Element 'nonsense'",
            Assert.Throws<ArgumentException>(() => new Physics(("bad.xml", "<mujoco><nonsense/></mujoco>"))).Message, StringComparison.Ordinal);
        using var environment = Suite.Make("cheetah_run");
        Assert.Throws<KeyNotFoundException>(() => environment.Physics.Numbers("no_such_field"));
        Assert.Throws<KeyNotFoundException>(() => environment.Physics.Numbers("body_parentid"));
        Assert.Equal(
            "cheetah.xml has no Body named wing.",
            Assert.Throws<KeyNotFoundException>(() => environment.Physics.Find(PhysicsObject.Body, "wing")).Message);
    }

    [Fact]
    public void Physics_DisposedOf_IsNotTouched()
    {
        if (!Suite.IsThere())
            return;
        var environment = Suite.Make("pendulum_swingup");
        environment.Reset(0);
        environment.Dispose();
        environment.Dispose();
        Assert.Throws<ObjectDisposedException>(() => environment.Step(new NdArray<double>(1)));
        Assert.Throws<ObjectDisposedException>(() => environment.Physics.Positions[0]);
        Assert.Throws<ObjectDisposedException>(() => environment.Reset());
    }
}
