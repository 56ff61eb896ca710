using System.Numerics;
using Reverie.Environments.Conformance;
using Reverie.Environments.Imaging;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;
using Reverie.Environments.Wrappers;

namespace Reverie.Environments.Tests.Wrappers;

/// <summary>The wrappers that fit many kinds of environments, before those of classic control.</summary>
public sealed class CommonWrapperTests
{
    private const string Cart = "CartPole-v1", Pendulum = "Pendulum-v1", Car = "MountainCarContinuous-v0";

    private static readonly WrapperRegistry Registered = BuiltInEnvironments.CreateWrappers();

    /// <summary>Id, wrapper, arguments as text, and the layout that comes out.</summary>
    public static TheoryData<string, string, string, string> All => new()
    {
        { Cart, "action_repeat", "amount=3", "state: Float32[4]; one of 2 actions" },
        { Cart, "actions_as_observation", "num_stack=3 noop=1", "state: Float32[4], action_stack: Float32[6]; one of 2 actions" },
        { Car, "actions_as_observation", "num_stack=2 noop=0.5 dilation=2", "state: Float32[2], action_stack: Float32[2]; 1 real number" },
        { Pendulum, "clip_action", "", "state: Float32[3]; 1 real number" },
        { Pendulum, "clip_reward", "min_reward=-1 max_reward=0.5", "state: Float32[3]; 1 real number" },
        { Pendulum, "discrete_actions", "bins=5", "state: Float32[3]; one of 5 actions" },
        { Cart, "frame_stack", "num_stack=4", "state: Float32[4, 4]; one of 2 actions" },
        { Pendulum, "frame_stack", "num_stack=2 dilation=3", "state: Float32[2, 3]; 1 real number" },
        { Cart, "gray_scale", "", "state: UInt8[100, 150]; one of 2 actions" },
        { Cart, "gray_scale", "keep_dim=true", "image: UInt8[100, 150, 1]; one of 2 actions" },
        { Pendulum, "rescale_action", "min_action=-1 max_action=1", "state: Float32[3]; 1 real number" },
        { Cart, "resize", "height=20 width=30", "image: UInt8[20, 30, 3]; one of 2 actions" },
        { Cart, "resize", "height=20 width=30 resampling=bilinear", "image: UInt8[20, 30, 3]; one of 2 actions" },
        { Cart, "reward_as_observation", "", "state: Float32[4], reward: Float32[1]; one of 2 actions" },
        { Pendulum, "tanh_reward", "", "state: Float32[3]; 1 real number" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Apply_ByName_HasTheLayoutAndPassesTheCheck(string id, string name, string keywords, string layout)
    {
        using (var arrays = Make().AsArrays())
            Assert.Equal(layout, arrays.Layout.ToString());
        Assert.Empty(EnvironmentChecker.Check(Make));

        IEnvironment Make() => Apply(id, name, keywords);
    }

    [Fact]
    public void RescaleAction_Numbers_AreStretchedToTheBounds()
    {
        var inner = new Toy<NdArray<float>, NdArray<float>>(new Box<float>(0, 1, 1), Bounds([-2, 0], [2, 10]));
        using var rescaled = new RescaleAction<NdArray<float>, float>(inner, -1, 3);
        rescaled.Step(Numbers<float>(-1, 3));
        Assert.Equal([-2, 10], inner.Taken!.Data);
        rescaled.Step(Numbers<float>(1, 2));
        Assert.Equal([0, 7.5f], inner.Taken.Data);
        Assert.Equal("Box(-1, 3, [2], Single)", rescaled.ActionSpace.ToString());
        Assert.Equal(
            "The wrapper 'rescale_action': Actions cannot lie between 1 and 1: give min_action and a greater max_action.",
            Assert.Throws<ArgumentException>(() => Apply(Pendulum, "rescale_action", "min_action=1 max_action=1")).Message);
        Assert.Contains("'rescale_action' needs arrays of numbers beneath", Assert.Throws<ArgumentException>(() => Apply(Cart, "rescale_action", "")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ClipAction_BeyondTheBounds_ActsAsTheBound()
    {
        var inner = new Toy<NdArray<float>, NdArray<double>>(new Box<float>(0, 1, 1), new Box<double>(-2, 5, 3));
        using var clipped = new ClipAction<NdArray<float>, double>(inner);
        clipped.Step(Numbers(-3.0, 0.5, 1e30));
        Assert.Equal([-2, 0.5, 5], inner.Taken!.Data);
    }

    [Theory]
    [InlineData("clip_reward", "max_reward=0.25", 3, 0.25)]
    [InlineData("clip_reward", "max_reward=0.25", -3, -3)]
    [InlineData("clip_reward", "min_reward=-1 max_reward=1", -3, -1)]
    [InlineData("tanh_reward", "", 0.5, 0.46211715726000979)]
    public void Step_Reward_IsChanged(string name, string keywords, double reward, double paid)
    {
        using var arrays = Apply(new FleetingToy { Reward = _ => reward }, name, keywords).AsArrays();
        var seen = arrays.Row();
        arrays.Reset(0, seen.Row(0));
        Assert.Equal(paid, arrays.Step(0, seen).Reward, 1e-15);
    }

    [Fact]
    public void ClipReward_NoBounds_IsRefused() =>
        Assert.Contains("give min_reward, or max_reward", Assert.Throws<ArgumentException>(() => Apply(Cart, "clip_reward", "")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 3)]
    [InlineData(1, 2)]
    public void FrameStack_Steps_ShowsEveryDthOfTheLast(int count, int dilation)
    {
        using var plain = (Environment<NdArray<float>, int>)Worlds.Registry.Make(Cart);
        using var stacked = (Environment<NdArray<float>, int>)Apply(Cart, "frame_stack", $"num_stack={count} dilation={dilation}");
        for (int episode = 0; episode < 2; episode++)
        {
            var history = new List<float[]>(Enumerable.Repeat(plain.Reset(6).Data.ToArray(), count * dilation));
            float[] seen = stacked.Reset(6).Data;
            for (int step = 0; ; step++)
            {
                float[] expected = [.. Enumerable.Range(1, count).SelectMany(i => history[^((count - i) * dilation + 1)])];
                Assert.Equal(expected, seen);
                var result = plain.Step(step % 3 == 0 ? 1 : 0);
                var other = stacked.Step(step % 3 == 0 ? 1 : 0);
                history.Add([.. result.Observation.Data]);
                seen = other.Observation.Data;
                if (result.Done)
                    break;
            }
        }
    }

    [Theory]
    [InlineData("Acrobot-v1")]
    [InlineData("MountainCar-v0")]
    public void RepeatAction_Steps_AreSummedAndTheLastIsSeen(string id)
    {
        using var single = (Environment<NdArray<float>, int>)Worlds.Registry.Make(id, ("max_episode_steps", 10));
        using var repeated = (Environment<NdArray<float>, int>)Registered.Apply(Worlds.Registry.Make(id, ("max_episode_steps", 10)), "action_repeat", ("amount", 4));
        single.Reset(2);
        repeated.Reset(2);
        foreach (int times in (int[])[4, 4, 2])
        {
            StepResult<NdArray<float>> last = default;
            for (int i = 0; i < times; i++)
                last = single.Step(2);
            var result = repeated.Step(2);
            Assert.Equal(last.Observation.Data, result.Observation.Data);
            Assert.Equal((-times, last.Truncated), (result.Reward, result.Truncated));
        }
    }

    [Fact]
    public void GrayScale_Colours_AreWeighed()
    {
        var toy = new Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 4, 5, 3), new Discrete(2));
        byte[] colors = [.. toy.Reset(3).Data];
        using var gray = new GrayScale<int>(toy);
        byte[] shades = gray.Reset(3).Data;
        for (int i = 0; i < shades.Length; i++)
            Assert.Equal((byte)(0.2125 * colors[3 * i] + 0.7154 * colors[3 * i + 1] + 0.0721 * colors[3 * i + 2]), shades[i]);
    }

    [Fact]
    public void Resize_Pictures_AreThoseOfThePixels()
    {
        var toy = new Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 8, 9, 3), new Discrete(2));
        using var planes = new PixelWrapper<int>(toy, 4, 5, Resampling.Bilinear);
        byte[] expected = [.. planes.Reset(3).Data];
        using var resized = new Resize<int>(toy, 4, 5, Resampling.Bilinear);
        byte[] image = resized.Reset(3).Data;
        Assert.Equal(expected, Enumerable.Range(0, image.Length).Select(i => image[i % 20 * 3 + i / 20]));

        var shades = new Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 2, 2), new Discrete(2));
        byte[] four = [.. shades.Reset(1).Data];
        using var one = new Resize<int>(shades, 1, 1);
        Assert.Equal((byte)((four[0] + four[1] + four[2] + four[3]) / 4.0 + 0.5), Assert.Single(one.Reset(1).Data));
    }

    [Fact]
    public void RewardAsObservation_Steps_ShowsTheLastReward()
    {
        using var environment = (Environment<NamedParts, NdArray<float>>)Apply(Pendulum, "reward_as_observation", "");
        Assert.Equal([0], Part(environment.Reset(1), "reward"));
        var result = environment.Step(Numbers(1f));
        Assert.Equal([(float)result.Reward], Part(result.Observation, "reward"));
        Assert.Equal([0], Part(environment.Reset(), "reward"));
    }

    [Fact]
    public void ActionsAsObservation_Choices_AreOneHot()
    {
        using var environment = (Environment<NamedParts, int>)Apply(Cart, "actions_as_observation", "num_stack=2 noop=1 dilation=2");
        Assert.Equal([0, 1, 0, 1], Stack(environment.Reset(1)));
        Assert.Equal([0, 1, 1, 0], Stack(environment.Step(0).Observation));
        Assert.Equal([0, 1, 0, 1], Stack(environment.Step(1).Observation));
        Assert.Equal([1, 0, 0, 1], Stack(environment.Step(1).Observation));
        Assert.Equal([0, 1, 0, 1], Stack(environment.Reset()));

        var several = new Toy<NdArray<float>, NdArray<int>>(new Box<float>(0, 1, 1), new MultiDiscrete(2, 3));
        using var choices = (Environment<NamedParts, NdArray<int>>)Apply(several, "actions_as_observation", "num_stack=1 noop=[1,0]");
        Assert.Equal([0, 1, 1, 0, 0], Stack(choices.Reset(1)));
        Assert.Equal([1, 0, 0, 0, 1], Stack(choices.Step(Numbers(0, 2)).Observation));

        static float[] Stack(NamedParts seen) => Part(seen, "action_stack");
    }

    [Theory]
    [InlineData(Cart, "num_stack=2 noop=2", "[2] is no action here: give for noop 0 to 1.")]
    [InlineData(Cart, "num_stack=0 noop=1", "At least one action is shown, one step apart: num_stack cannot be 0, nor dilation 1.")]
    [InlineData(Pendulum, "num_stack=1 noop=[1,2]", "[1, 2] is no action here: give for noop a number, or 1 of them.")]
    public void ActionsAsObservation_WrongArgument_SaysWhatToGive(string id, string keywords, string message) => Assert.Equal(
        $"The wrapper 'actions_as_observation': {message}", Assert.Throws<ArgumentException>(() => Apply(id, "actions_as_observation", keywords)).Message);

    [Fact]
    public void Apply_SeveralWrappers_FitEachOther()
    {
        using var arrays = Apply(Apply(Apply(Apply(Apply(Worlds.Registry.Make(Cart), "action_repeat", "amount=2"), "rendered_pixels", ""), "resize", "height=16 width=16"),
            "actions_as_observation", "num_stack=1 noop=0"), "reward_as_observation", "").AsArrays();
        Assert.Equal("image: UInt8[16, 16, 3], action_stack: Float32[2], reward: Float32[1]; one of 2 actions", arrays.Layout.ToString());
        Assert.Contains("shows a part named 'reward' already",
            Assert.Throws<ArgumentException>(() => Apply(Apply(Cart, "reward_as_observation", ""), "reward_as_observation", "")).Message, StringComparison.Ordinal);
    }

    private static float[] Part(NamedParts seen, string key) => ((NdArray<float>)seen[key]).Data;

    private static NdArray<T> Numbers<T>(params T[] numbers) where T : unmanaged, INumber<T>
    {
        var array = new NdArray<T>(numbers.Length);
        numbers.CopyTo(array.Data, 0);
        return array;
    }

    private static Box<float> Bounds(float[] low, float[] high) => new(Numbers(low), Numbers(high));

    private static IEnvironment Apply(string id, string name, string keywords)
    {
        var environment = Worlds.Registry.Make(id);
        return Apply(name is "gray_scale" or "resize" ? Pictures.Of(environment) : environment, name, keywords);
    }

    private static IEnvironment Apply(IEnvironment inner, string name, string keywords)
    {
        string[][] pairs = [.. keywords.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))];
        return Registered.Apply(inner, name, [.. pairs.Select(pair => (pair[0], (object?)pair[1]))]);
    }
}
