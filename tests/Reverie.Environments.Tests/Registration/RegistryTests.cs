using Reverie.Environments.BabyAI;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Tests.Registration;

public sealed class RegistryTests
{
    [Fact]
    public void Make_Override_ReplacesTheRegisteredArgument()
    {
        var environment = Worlds.Grid("MiniGrid-DoorKey-8x8-v0", ("size", 6), ("max_steps", 17));
        Assert.Equal((6, 6, 17), (environment.Width, environment.Height, environment.MaxSteps));
    }

    [Fact]
    public void Make_PropertyOverride_SetsTheProperty()
    {
        var environment = Worlds.Grid("MiniGrid-Empty-8x8-v0", ("agent_view_size", 9), ("tile_size", "16"));
        Assert.Equal([9, 9, 3], environment.Reset(0).Image.Shape.ToArray());
        Assert.Equal([128, 128, 3], environment.Render().Shape.ToArray());
    }

    [Fact]
    public void Make_TextValues_AreReadAsOnACommandLine()
    {
        var environment = Worlds.Grid("MiniGrid-FourRooms-v0", ("agent_pos", "[2, 3]"), ("goal_pos", "(16, 16)"));
        environment.Reset(0);
        Assert.Equal(new Position(2, 3), environment.AgentPosition);
        Assert.Equal(ObjectType.Goal, environment.Grid.CellAt(new(16, 16)).Type);
    }

    [Theory]
    [InlineData("size", "six", "The argument size must be an integer, not 'six'")]
    [InlineData("sise", 6, "did you mean 'size'?")]
    [InlineData("size", null, "must be an integer, not 'nothing'")]
    [InlineData("size", "[1, 2]", "The argument size must be an integer, not '[1, 2]'")]
    public void Make_BadArgument_SaysWhatIsWrong(string name, object? value, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => Worlds.Registry.Make("MiniGrid-DoorKey-8x8-v0", (name, value))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Make_UnknownId_NamesTheNearest() =>
        Assert.Contains("'MiniGrid-DoorKey-8x8-v0'", Assert.Throws<ArgumentException>(() => Worlds.Registry.Make("MiniGrid-Dorkey-8x8-v0")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Make_IdLikeNoOther_SaysWhatThereIs() =>
        Assert.Equal(
            "There is no environment 'Unheard-of-game': 209 are registered, of BabyAI, Control Suite, Crafter, MiniGrid, classic control; "
            + "others come with plug-ins.",
            Assert.Throws<ArgumentException>(() => Worlds.Registry.Make("Unheard-of-game")).Message);

    [Fact]
    public void Specs_BuiltIn_SayWhatTheyAreAndWhereTheyComeFrom()
    {
        var registry = BuiltInEnvironments.CreateRegistry();
        Assert.Equal(
            ["BabyAI", "Control Suite", "Crafter", "MiniGrid", "classic control"],
            registry.Specs.Select(spec => spec.Family).Distinct().Order(StringComparer.Ordinal));
        Assert.All(
            registry.Specs.Where(spec => spec.Family is "BabyAI" or "MiniGrid"),
            spec => Assert.StartsWith(spec.Family + "-", spec.Id, StringComparison.Ordinal));
        Assert.Equal("Reverie.Environments", registry.Specs[0].Origin.GetName().Name);
        Assert.Equal("Discrete(3)", registry.Find("MiniGrid-Dynamic-Obstacles-8x8-v0").ActionSpace.ToString());
        Assert.Empty(new EnvironmentRegistry().Specs);
    }

    [Theory]
    [InlineData("[pickup, open]", "Pickup Open")]
    [InlineData("goto", "GoTo")]
    [InlineData("[1]", "Pickup")]
    public void Make_Lists_AreReadElementByElement(string text, string expected)
    {
        using var level = (LevelGen)MakeLevel(text);
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 60; seed++)
        {
            level.Reset(seed);
            kinds.UnionWith(level.Instruction.Actions.Select(action => action.GetType().Name.Replace("Instruction", "", StringComparison.Ordinal)));
        }
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[pickup, dance]")]
    [InlineData("pickup,open")]
    [InlineData("[7]")]
    public void Make_ListOfUnknownMembers_NamesThoseThatThereAre(string text) =>
        Assert.Contains(
            "must be one of goto, pickup, open, putnext", Assert.Throws<ArgumentException>(() => MakeLevel(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Make_ImpossibleLevel_SaysWhatIsWrong() =>
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => Worlds.Registry.Make("MiniGrid-LavaCrossingS9N1-v0", ("size", 8))).Message,
            StringComparison.Ordinal);

    private static IEnvironment MakeLevel(string kinds)
    {
        var registry = new EnvironmentRegistry();
        registry.Register<LevelGen>("Gen-v0");
        return registry.Make("Gen-v0", ("action_kinds", kinds), ("instr_kinds", "action"));
    }

    [Fact]
    public void Register_OwnLevel_CanBeMade()
    {
        var registry = new EnvironmentRegistry();
        registry.Register<FourRoomsEnv>("Mine-v0", ("max_steps", 50));
        Assert.Equal(50, ((MiniGridEnv)registry.Make("Mine-v0")).MaxSteps);
        Assert.Contains(
            "already registered", Assert.Throws<ArgumentException>(() => registry.Register<FourRoomsEnv>("Mine-v0")).Message, StringComparison.Ordinal);
    }
}
