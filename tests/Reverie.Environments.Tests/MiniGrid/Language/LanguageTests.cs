using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.MiniGrid.Language;

public sealed class LanguageTests
{
    [Fact]
    public void Describe_EmptyView_SaysSo() => Assert.Equal("I see nothing interesting.", Caption.Describe(View()));

    [Fact]
    public void Describe_ThingsAround_PlacesThem() => Assert.Equal(
        "I see a red ball LEFT and FORWARD, see a locked blue door directly in front, have a yellow key in my inventory, see a green goal RIGHT.",
        Caption.Describe(View((1, 2, ObjectType.Ball, ObjectColor.Red, 0), (3, 5, ObjectType.Door, ObjectColor.Blue, 2),
            (3, 6, ObjectType.Key, ObjectColor.Yellow, 0), (5, 6, ObjectType.Goal, ObjectColor.Green, 0))));

    [Theory]
    [InlineData(GridAction.Forward, "do nothing.")]
    [InlineData(GridAction.Pickup, "do nothing.")]
    [InlineData(GridAction.Drop, "do nothing.")]
    [InlineData(GridAction.Toggle, "use locked blue door with yellow key.")]
    [InlineData(GridAction.Left, "turn left.")]
    public void Describe_ActionBeforeLockedDoor_SaysWhatItDoes(GridAction action, string expected) => Assert.Equal(
        expected, Caption.Describe(View((3, 5, ObjectType.Door, ObjectColor.Blue, 2), (3, 6, ObjectType.Key, ObjectColor.Yellow, 0)), action));

    [Fact]
    public void Describe_RgbImage_IsRefused() =>
        Assert.Contains(
            "symbolic view", Assert.Throws<ArgumentException>(() => Caption.Describe(new NdArray<byte>(48, 64, 3))).Message, StringComparison.Ordinal);

    [Fact]
    public void CaptionWrapper_WithMission_BeginsWithTheGoal()
    {
        var wrapper = new CaptionWrapper(Worlds.Grid("MiniGrid-DoorKey-6x6-v0"));
        Assert.StartsWith("My goal is: use the key to open the door and then get to the goal. I ", wrapper.Reset(1), StringComparison.Ordinal);
        Assert.True(wrapper.ObservationSpace.Contains(wrapper.Step(0).Observation));
    }

    [Fact]
    public void MissionStream_Repeat_SaysTheMissionAgainAfterThePause()
    {
        var wrapper = new MissionStreamWrapper(new EmptyEnv(), pause: 2);
        int[] mission = MissionVocabulary.All.Encode("get to the green goal square");
        var heard = new List<int> { wrapper.Reset(0).Token };
        for (int i = 1; i < 12; i++)
            heard.Add(wrapper.Step(0).Observation.Token);
        Assert.Equal([.. mission, 0, 0, .. mission[..4]], heard);
    }

    [Fact]
    public void MissionStream_ReadFirst_HoldsTheWorldUntilAllIsRead()
    {
        var grid = new EmptyEnv();
        var wrapper = new MissionStreamWrapper(grid, readFirst: true, repeat: false);
        var observation = wrapper.Reset(0);
        for (int word = 1; word < 6; word++)
        {
            Assert.True(observation.IsReadStep);
            observation = wrapper.Step((int)GridAction.Forward).Observation;
            Assert.Equal(0, grid.StepCount);
        }
        Assert.False(observation.IsReadStep);
        Assert.Equal("square", MissionVocabulary.All.Word(observation.Token));
        Assert.Equal(0, wrapper.Step((int)GridAction.Forward).Observation.Token);
        Assert.Equal(new Position(2, 1), grid.AgentPosition);
    }

    [Fact]
    public void Encode_UnknownWord_NamesIt() =>
        Assert.Contains("'banana'", Assert.Throws<ArgumentException>(() => MissionVocabulary.All.Encode("get the banana")).Message, StringComparison.Ordinal);

    [Fact]
    public void Encode_EveryMission_IsInTheVocabulary()
    {
        foreach (var spec in Worlds.Grids)
        {
            var environment = (MiniGridEnv)spec.Make();
            for (ulong seed = 0; seed < 5; seed++)
                Assert.DoesNotContain(0, MissionVocabulary.All.Encode(environment.Reset(seed).Mission));
        }
    }

    private static NdArray<byte> View(params (int X, int Y, ObjectType Type, ObjectColor Color, byte State)[] things)
    {
        var view = new NdArray<byte>(7, 7, 3);
        for (int i = 0; i < view.Length; i += 3)
            view.Data[i] = (byte)ObjectType.Empty;
        foreach (var (x, y, type, color, state) in things)
            ((byte)type, (byte)color, state).CopyTo(view, (x * 7 + y) * 3);
        return view;
    }
}

file static class Triples
{
    public static void CopyTo(this (byte, byte, byte) triple, NdArray<byte> array, int at) =>
        (array.Data[at], array.Data[at + 1], array.Data[at + 2]) = triple;
}
