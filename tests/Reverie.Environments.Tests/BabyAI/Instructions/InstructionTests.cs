using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;
using static Reverie.Environments.MiniGrid.GridAction;

namespace Reverie.Environments.Tests.BabyAI.Instructions;

public sealed class InstructionTests
{
    private static GoToInstruction GoToBall => new(ScriptedLevel.Ball);

    private static GoToInstruction GoToKey => new(ScriptedLevel.Key);

    [Fact]
    public void GoTo_FacingTheTarget_SucceedsAndPays()
    {
        using var level = new ScriptedLevel(GoToKey);
        var result = level.Play(Right);
        Assert.True(result.Terminated);
        Assert.Equal(1 - 0.9 * (1.0 / 49), result.Reward);
        Assert.Equal("go to the blue key", level.Mission);
    }

    [Fact]
    public void Before_FirstPartLast_DoesNotCount()
    {
        using var level = new ScriptedLevel(new BeforeInstruction(GoToKey, new PickupInstruction(ScriptedLevel.Ball)));
        Assert.False(level.Play(Pickup, Right).Terminated);
        Assert.True(level.Play(Right, Left, Pickup).Reward > 0);
        Assert.Equal("go to the blue key, then pick up the red ball", level.Mission);
    }

    [Fact]
    public void Before_StrictAndSecondPartFirst_Fails()
    {
        using var level = new ScriptedLevel(new BeforeInstruction(GoToKey, new PickupInstruction(ScriptedLevel.Ball), strict: true));
        var result = level.Play(Pickup);
        Assert.True(result is { Terminated: true, Reward: 0 });
    }

    [Fact]
    public void After_SecondPartFirst_Succeeds()
    {
        using var level = new ScriptedLevel(new AfterInstruction(new PickupInstruction(ScriptedLevel.Ball), GoToKey));
        Assert.True(level.Play(Right, Left, Pickup).Reward > 0);
        Assert.Equal("pick up the red ball after you go to the blue key", level.Mission);
    }

    [Fact]
    public void Before_OneActionFulfilsBoth_SucceedsAtOnce()
    {
        using var level = new ScriptedLevel(new BeforeInstruction(GoToKey, GoToKey));
        Assert.True(level.Play(Right).Terminated);
    }

    [Fact]
    public void And_AnyOrder_Succeeds()
    {
        using var level = new ScriptedLevel(new AndInstruction(GoToKey, new PickupInstruction(ScriptedLevel.Ball)));
        Assert.True(level.Play(Pickup, Right).Reward > 0);
        Assert.True(level.Play(Right, Left, Pickup).Reward > 0);
    }

    [Fact]
    public void Pickup_StrictAndAnotherObject_Fails()
    {
        using var level = new ScriptedLevel(new PickupInstruction(ScriptedLevel.Key, strict: true));
        Assert.True(level.Play(Pickup) is { Terminated: true, Reward: 0 });
    }

    [Fact]
    public void PutNext_DroppedBesideTheOther_Succeeds()
    {
        using var level = new ScriptedLevel(new PutNextInstruction(ScriptedLevel.Ball, ScriptedLevel.Key));
        // Carry the ball one cell down the right-hand column, and put it down at (4, 4).
        Assert.True(level.Play(Pickup, Forward, Right, Drop).Reward > 0);
        Assert.False(level.Play(Pickup, Left, Drop).Terminated);
    }

    [Fact]
    public void GoTo_ObjectCarriedAway_CountsAtItsOldPlaceUntilADrop()
    {
        using var level = new ScriptedLevel(new BeforeInstruction(new PickupInstruction(ScriptedLevel.Ball), GoToBall));
        Assert.True(level.Play(Pickup).Terminated);
        using var other = new ScriptedLevel(new BeforeInstruction(GoToKey, GoToBall));
        Assert.False(other.Play(Pickup, Left, Drop, Right, Right, Left).Terminated);
        Assert.True(other.Play(Pickup, Left, Drop, Right, Right, Left, Left).Terminated);
    }

    [Fact]
    public void DoneActions_DoneAfterTheDeed_SucceedsAndElseFails()
    {
        using var level = new ScriptedLevel(GoToKey) { DoneActions = true };
        Assert.False(level.Play(Right).Terminated);
        Assert.True(level.Play(Right, Done).Reward > 0);
        Assert.True(level.Play(Right, Left, Done) is { Terminated: true, Reward: 0 });
    }

    [Fact]
    public void DoneActions_OneOfTwoParts_GoesOn()
    {
        using var level = new ScriptedLevel(new AndInstruction(GoToKey, GoToBall)) { DoneActions = true };
        Assert.False(level.Play(Right, Done).Terminated);
        Assert.True(level.Play(Right, Done, Left, Done).Reward > 0);
        Assert.True(level.Play(Left, Done) is { Terminated: true, Reward: 0 });
    }

    [Theory]
    [InlineData(RelativeLocation.Front, 1, 0, 0)]
    [InlineData(RelativeLocation.Behind, 0, 0, 1)]
    [InlineData(RelativeLocation.Left, 0, 0, 1)]
    [InlineData(RelativeLocation.Right, 0, 1, 0)]
    public void Find_Location_IsSeenFromTheAgent(RelativeLocation location, int balls, int keys, int boxes)
    {
        using var level = new ScriptedLevel(GoToKey);
        level.Reset(0);
        Assert.Equal((balls, keys, boxes), (Count(ObjectType.Ball), Count(ObjectType.Key), Count(ObjectType.Box)));

        int Count(ObjectType type) => new ObjectDescription(type, location: location).Find(level);
    }

    [Fact]
    public void Describe_NothingFits_SaysSo()
    {
        using var level = new ScriptedLevel(new GoToInstruction(new(ObjectType.Box, ObjectColor.Red)));
        Assert.Contains("no red box", Assert.Throws<InvalidOperationException>(() => level.Reset(0)).Message, StringComparison.Ordinal);
    }
}
