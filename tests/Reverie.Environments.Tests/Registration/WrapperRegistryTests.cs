using System.Text.RegularExpressions;
using Reverie.Environments.Arrays;
using Reverie.Environments.Conformance;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;
using Reverie.Environments.Tests.Wrappers;

namespace Reverie.Environments.Tests.Registration;

public sealed class WrapperRegistryTests
{
    private const string Id = "MiniGrid-DoorKey-6x6-v0";

    private static readonly WrapperRegistry Wrappers = BuiltInEnvironments.CreateWrappers();

    /// <summary>Name, arguments as text, and the layout that comes out.</summary>
    public static TheoryData<string, string, string> Grid => new()
    {
        { "action_bonus", "", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "caption", "with_mission=false", "text: text" },
        { "dict_observation_space", "max_words_in_mission=20", "image: UInt8[7, 7, 3], direction: Int64[], mission: Int64[20]" },
        { "direction_obs", "type=angle", "image: UInt8[7, 7, 3], direction: Int64[], goal_direction: Float32[], mission: text" },
        { "flat_obs", "", "state: UInt8[2835]" },
        { "fully_obs", "", "image: UInt8[6, 6, 3], direction: Int64[], mission: text" },
        { "img_obs", "", "image: UInt8[7, 7, 3]" },
        { "mission_filter", "only=[use*] except=[x*]", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "mission_stream", "read_first=true pause=3", "image: UInt8[7, 7, 3], direction: Int64[], token: Int64[], is_read_step: Int64[]" },
        { "no_death", "no_death_types=[lava,ball] death_cost=-0.5", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "one_hot_partial_obs", "", "image: UInt8[7, 7, 20], direction: Int64[], mission: text" },
        { "position_bonus", "", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "rendered_pixels", "", "image: UInt8[192, 192, 3]" },
        { "reseed", "seeds=[3,4,5] seed_idx=1", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "rgb_img_obs", "tile_size=4", "image: UInt8[24, 24, 3], direction: Int64[], mission: text" },
        { "rgb_img_partial_obs", "tileSize=4", "image: UInt8[28, 28, 3], direction: Int64[], mission: text" },
        { "stochastic_action", "prob=0.8 random_action=2", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "symbolic_obs", "", "image: Int64[6, 6, 3], direction: Int64[], mission: text" },
        { "time_limit", "max_episode_steps=7", "image: UInt8[7, 7, 3], direction: Int64[], mission: text" },
        { "view_size", "agent_view_size=5", "image: UInt8[5, 5, 3], direction: Int64[], mission: text" },
    };

    [Theory]
    [MemberData(nameof(Grid))]
    public void Apply_GridWrapperByName_IsThatWrapper(string name, string keywords, string layout)
    {
        using var arrays = Apply(Worlds.Grid(Id), name, keywords).AsArrays();
        Assert.Equal(Ordered(layout), Ordered(arrays.Layout.ToString().Split(';')[0]));

        static string Ordered(string parts) => string.Join(", ", Regex.Split(parts, ", (?=[a-z])").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Grid))]
    public void Apply_GridWrapperByName_PassesTheCheck(string name, string keywords, string layout)
    {
        Assert.NotEmpty(layout);
        string[] expected = name switch
        {
            // As in the original they do not obey the seed.
            "reseed" or "direction_obs" => ["seed"],
            _ => [],
        };
        var problems = EnvironmentChecker.Check(() => Apply(Worlds.Grid(Id), name, keywords));
        if (expected.Length == 0)
            Assert.Empty(problems);
        else
            Assert.All(problems, problem => Assert.Contains("seed", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("action_bonus", "")]
    [InlineData("position_bonus", "")]
    [InlineData("reseed", "seeds=[3,4,5,6,7]")]
    [InlineData("direction_obs", "")]
    [InlineData("stochastic_action", "prob=0.5")]
    [InlineData("mission_filter", "except=[x*]")]
    [InlineData("mission_stream", "read_first=true")]
    [InlineData("time_limit", "max_episode_steps=11")]
    public void Restore_WrapperThatRemembers_GoesOnTheSame(string name, string keywords)
    {
        using var original = Of();
        var a = original.Row();
        original.Reset(0, a.Row(0));
        for (int step = 0; step < 170; step++)
        {
            using var copy = Of();
            var b = copy.Row();
            if (step % 13 == 12)
            {
                copy.Restore(original.Saved());
                Assert.Equal(original.Saved(), copy.Saved());
            }
            for (int further = 0; step % 13 == 12 && further < 30; further++)
            {
                var signal = original.Step(further % 4 == 0 ? 1 : 2, a);
                Assert.Equal(signal, copy.Step(further % 4 == 0 ? 1 : 2, b));
                Assert.Equal(a.Seen(), b.Seen());
                if (!signal.Done)
                    continue;
                original.Reset(null, a.Row(0));
                copy.Reset(null, b.Row(0));
                Assert.Equal(a.Seen(), b.Seen());
            }
            if (original.Step(step % 3, a).Done)
                original.Reset(null, a.Row(0));
        }

        IArrayEnvironment Of() => Apply(Worlds.Grid("MiniGrid-Empty-Random-6x6-v0", ("max_steps", 20)), name, keywords).AsArrays();
    }

    [Fact]
    public void Specs_BuiltIn_AreAllTriedHere()
    {
        var tried = Grid.Select(row => row.Data.Item1).Concat(CommonWrapperTests.All.Select(row => row.Data.Item2)).Concat(["pixels", "vector"]);
        Assert.Equal(tried.Distinct().Order(StringComparer.Ordinal), Wrappers.Specs.Select(spec => spec.Name));
        Assert.All(Wrappers.Specs, spec => Assert.Equal("Reverie.Environments", spec.Origin.GetName().Name));
        Assert.Equal(["prob", "random_action"], Wrappers.Find("stochastic_action").KeywordNames);
        Assert.Equal(["read_first", "repeat", "pause"], Wrappers.Find("mission_stream").KeywordNames);
    }

    [Fact]
    public void Apply_TimeLimit_FitsAnyEnvironment()
    {
        var toy = new Toy<NdArray<float>, NdArray<double>>(new Box<float>(0, 1, 2), new Box<double>(-1, 1, 2));
        using var arrays = Apply(toy, "time_limit", "max_episode_steps=3").AsArrays();
        var batch = arrays.Row();
        for (int episode = 0; episode < 2; episode++)
        {
            arrays.Reset(0, batch.Row(0));
            for (int step = 1; step <= 3; step++)
                Assert.Equal(new StepSignal(step, false, step == 3), arrays.Step(new(default, [0, 0]), batch.Row(0)));
        }
        using var limited = Apply(new SnapshotToy(), "time_limit", "max_episode_steps=3");
        Assert.Equal(Saving.Snapshot, limited.Saving);
        Assert.Empty(EnvironmentChecker.Check(() => Apply(new SnapshotToy(), "time_limit", "max_episode_steps=13")));
    }

    [Fact]
    public void Apply_Pixels_FitImagesOnly()
    {
        using var planes = Apply(new ImgObsWrapper(new RgbImgObsWrapper(Worlds.Grid(Id))), "pixels", "height=10 width=12").AsArrays();
        Assert.Equal("image: UInt8[3, 10, 12]; one of 7 actions", planes.Layout.ToString());
        Refused(
            new Toy<NdArray<byte>, int>(new Box<byte>(0, 1, 4), new Discrete(2)), "pixels", "",
            "The wrapper 'pixels': Pixels need images of bytes [rows, columns, 3], not Box(0, 1, [4], Byte): put an RGB wrapper beneath.");
    }

    [Fact]
    public void Apply_WhatDoesNotFit_SaysWhyInOneSentence()
    {
        Refused(
            new ImgObsWrapper(Worlds.Grid(Id)), "flat_obs", "",
            "The wrapper 'flat_obs' needs GridObservation<Byte> and actions of one choice beneath, but ImgObsWrapper has Box(0, 255, [7, 7, 3], Byte) and "
            + "Discrete(7): put it elsewhere in the list, or leave it out.");
        Refused(
            new RgbImgObsWrapper(Worlds.Grid(Id)), "one_hot_partial_obs", "",
            "The wrapper 'one_hot_partial_obs': It reads the agent's view in symbols, but RgbImgObsWrapper beneath shows something else.");
        Refused(
            new FullyObsWrapper(Worlds.Grid(Id)), "caption", "",
            "The wrapper 'caption': It reads the agent's view in symbols, but FullyObsWrapper beneath shows something else.");
        Refused(
            new Toy<GridObservation<byte>, int>(Worlds.Grid(Id).ObservationSpace, new Discrete(7)), "fully_obs", "",
            "The wrapper 'fully_obs': There must be a grid world of MiniGrid beneath, not Toy`2.");
        Refused(Worlds.Grid(Id), "fuly_obs", "", "There is no wrapper 'fuly_obs': did you mean 'fully_obs'?");
        Refused(Worlds.Grid(Id), "view_size", "size=5", "The wrapper 'view_size': ViewSizeWrapper has no argument 'size'. It takes agent_view_size.");
        Refused(Worlds.Grid(Id), "view_size", "agent_view_size=4",
            "The wrapper 'view_size': The agent's view must be an odd number of cells from 3 to 31, not 4.");
        Refused(Worlds.Grid(Id), "time_limit", "", "The wrapper 'time_limit': TimeLimit needs a value for max_episode_steps.");
        Refused(
            Worlds.Grid(Id), "time_limit", "max_episode_steps=0",
            "The wrapper 'time_limit': An episode has at least one step: max_episode_steps cannot be 0.");
        Refused(Worlds.Grid(Id), "img_obs", "x=1", "The wrapper 'img_obs': ImgObsWrapper has no argument 'x'. It takes none.");
        Refused(
            Worlds.Grid(Id), "time_limit", "max_episode_steps=1 MaxEpisodeSteps=2",
            "The wrapper 'time_limit': The argument 'MaxEpisodeSteps' is given twice.");
        Assert.StartsWith("There is no wrapper 'x': there are action_bonus, action_repeat, actions_as_observation, caption,", Assert.Throws<ArgumentException>(() => Wrappers.Find("x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Register_OwnWrapper_CanBeApplied()
    {
        var wrappers = new WrapperRegistry();
        wrappers.Register<CaptionWrapper>("words");
        using var words = wrappers.Apply(Worlds.Grid(Id), "words");
        Assert.IsType<CaptionWrapper>(words);
        Assert.Equal(
            "The wrapper 'words' is already registered, by Reverie.Environments: choose another name.",
            Assert.Throws<ArgumentException>(() => wrappers.Register<CaptionWrapper>("words")).Message);
        Assert.StartsWith("SnapshotToy is no wrapper", Assert.Throws<ArgumentException>(() => wrappers.Register("toy", typeof(SnapshotToy))).Message,
            StringComparison.Ordinal);
        PluginLoader.Load(typeof(WrapperRegistryTests).Assembly.Location, new EnvironmentRegistry(), wrappers);
        using var reversed = wrappers.Apply(new SnapshotToy(), "halved");
        Assert.Equal("Box(-0.5, 0.5, [2], Single)", reversed.ObservationSpace.ToString());
    }

    private static IEnvironment Apply(IEnvironment inner, string name, string keywords)
    {
        string[][] pairs = [.. keywords.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))];
        return Wrappers.Apply(inner, name, [.. pairs.Select(pair => (pair[0], (object?)pair[1]))]);
    }

    private static void Refused(IEnvironment inner, string name, string keywords, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Apply(inner, name, keywords)).Message);
}
