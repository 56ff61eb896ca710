using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Tests.Registration;

public sealed class RegistryTests
{
    [Fact]
    public void Make_Override_ReplacesTheRegisteredArgument()
    {
        var environment = EnvironmentRegistry.Default.MakeGrid("MiniGrid-DoorKey-8x8-v0", ("size", 6), ("max_steps", 17));
        Assert.Equal((6, 6, 17), (environment.Width, environment.Height, environment.MaxSteps));
    }

    [Fact]
    public void Make_PropertyOverride_SetsTheProperty()
    {
        var environment = EnvironmentRegistry.Default.MakeGrid("MiniGrid-Empty-8x8-v0", ("agent_view_size", 9), ("tile_size", "16"));
        Assert.Equal([9, 9, 3], environment.Reset(0).Image.Shape.ToArray());
        Assert.Equal([128, 128, 3], environment.Render().Shape.ToArray());
    }

    [Fact]
    public void Make_TextValues_AreReadAsOnACommandLine()
    {
        var environment = EnvironmentRegistry.Default.MakeGrid("MiniGrid-FourRooms-v0", ("agent_pos", "[2, 3]"), ("goal_pos", "(16, 16)"));
        environment.Reset(0);
        Assert.Equal(new Position(2, 3), environment.AgentPosition);
        Assert.Equal(ObjectType.Goal, environment.Grid.CellAt(new(16, 16)).Type);
    }

    [Theory]
    [InlineData("size", "six", "The argument size must be an integer, not 'six'")]
    [InlineData("sise", 6, "did you mean 'size'?")]
    [InlineData("size", null, "must be an integer, not 'nothing'")]
    public void Make_BadArgument_SaysWhatIsWrong(string name, object? value, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => EnvironmentRegistry.Default.Make("MiniGrid-DoorKey-8x8-v0", (name, value))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Make_UnknownId_NamesTheNearest() =>
        Assert.Contains("'MiniGrid-DoorKey-8x8-v0'", Assert.Throws<ArgumentException>(() => EnvironmentRegistry.Default.Make("MiniGrid-Dorkey-8x8-v0")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Make_ImpossibleLevel_SaysWhatIsWrong() =>
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => EnvironmentRegistry.Default.Make("MiniGrid-LavaCrossingS9N1-v0", ("size", 8))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Register_OwnLevel_CanBeMade()
    {
        var registry = new EnvironmentRegistry();
        registry.Register<FourRoomsEnv>("Mine-v0", ("max_steps", 50));
        Assert.Equal(50, registry.MakeGrid("Mine-v0").MaxSteps);
        Assert.Contains(
            "already registered", Assert.Throws<ArgumentException>(() => registry.Register<FourRoomsEnv>("Mine-v0")).Message, StringComparison.Ordinal);
    }
}
