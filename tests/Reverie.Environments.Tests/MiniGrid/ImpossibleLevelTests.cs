using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Tests.MiniGrid;

/// <summary>Levels that cannot be laid out end with a sentence, not with silence.</summary>
public sealed class ImpossibleLevelTests
{
    [Theory]
    [InlineData("MiniGrid-Fetch-5x5-N2-v0", "num_objs=9", "FetchEnv has no free cell left for the agent: use a larger level, or fewer objects.")]
    [InlineData("MiniGrid-Fetch-5x5-N2-v0", "num_objs=10", "FetchEnv has no free cell left for the ")]
    [InlineData("MiniGrid-Empty-Random-5x5-v0", "size=3", "EmptyEnv has no free cell left for the agent: use a larger level, or fewer objects.")]
    [InlineData("MiniGrid-GoToObject-6x6-N2-v0", "num_objs=17", "GoToObjectEnv has no free cell left for the ")]
    [InlineData("MiniGrid-PutNear-6x6-N2-v0", "size=5 num_objs=6", "PutNearEnv has no free cell left for the ")]
    [InlineData("MiniGrid-MultiRoom-N2-S4-v0", "minNumRooms=60 maxNumRooms=60", "None of 20000 chains of 60 rooms fits on 25 x 25 cells, the longest has ")]
    [InlineData("MiniGrid-MultiRoom-N2-S4-v0", "maxRoomSize=400", "None of 20000 chains of 2 rooms fits")]
    [InlineData("MiniGrid-DoorKey-5x5-v0", "size=3",
        "DoorKeyEnv of 3 x 3 cells cannot be laid out with these arguments: Cannot draw an integer from the empty range [2, 1)")]
    [InlineData("MiniGrid-LockedRoom-v0", "size=5", "LockedRoomEnv of 5 x 5 cells cannot be laid out with these arguments: ")]
    [InlineData("MiniGrid-LavaGapS5-v0", "size=3", "LavaGapEnv of 3 x 3 cells cannot be laid out with these arguments: ")]
    [InlineData("MiniGrid-Dynamic-Obstacles-5x5-v0", "size=3", "No free cell was found for the blue ball in 100 tries.")]
    [InlineData("MiniGrid-FourRooms-v0", "goal_pos=[50,50]",
        "FourRoomsEnv of 19 x 19 cells cannot be laid out with these arguments: The cell (50, 50) is outside")]
    [InlineData("BabyAI-GoToLocal-v0", "room_size=4 num_dists=8", "None of 10000 candidates for GoToLocalLevel was fit")]
    public void Reset_ImpossibleArguments_EndInASentence(string id, string keywords, string sentence)
    {
        using var level = Make(id, keywords);
        for (ulong seed = 0; seed < 3; seed++)
            Assert.StartsWith(sentence, Assert.Throws<LevelGenerationException>(() => level.Reset(seed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MiniGrid-PutNear-6x6-N2-v0", "size=5 num_objs=20", "numObjs must be from 2 to 18, not 20.")]
    [InlineData("MiniGrid-PutNear-6x6-N2-v0", "num_objs=1", "numObjs must be from 2 to 18, not 1.")]
    [InlineData("MiniGrid-GoToObject-6x6-N2-v0", "num_objs=0", "numObjs must be from 1 to 18, not 0.")]
    [InlineData("MiniGrid-Fetch-5x5-N2-v0", "num_objs=-1", "numObjs must be at least 1, not -1.")]
    [InlineData("MiniGrid-Empty-5x5-v0", "size=2", "A grid world has 3 to 4096 cells on a side, walls included, not 2 x 2.")]
    [InlineData("MiniGrid-Empty-5x5-v0", "size=-7", "A grid world has 3 to 4096 cells on a side, walls included, not -7 x -7.")]
    [InlineData("MiniGrid-Empty-5x5-v0", "size=100000", "A grid world has 3 to 4096 cells on a side, walls included, not 100000 x 100000.")]
    [InlineData("MiniGrid-Empty-5x5-v0", "max_steps=0", "An episode has at least one step: max_steps cannot be 0.")]
    [InlineData("BabyAI-GoToLocal-v0", "max_steps=-1", "An episode has at least one step: max_steps cannot be -1.")]
    [InlineData("MiniGrid-MultiRoom-N2-S4-v0", "minNumRooms=0 maxNumRooms=0", "Rooms must be 1 to any number")]
    public void Make_ImpossibleArguments_AreRefusedInASentence(string id, string keywords, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(() => Make(id, keywords)).Message, StringComparison.Ordinal);

    public static TheoryData<string> OneOfEachClass => [.. Worlds.Grids.DistinctBy(spec => spec.Type).Select(spec => spec.Id)];

    /// <summary>Whatever whole number an argument is given: there is a level, or a sentence, and soon.</summary>
    [Theory]
    [MemberData(nameof(OneOfEachClass))]
    public void Reset_AnyWholeNumber_EndsInALevelOrASentence(string id)
    {
        var spec = Worlds.Registry.Find(id);
        var parameters = spec.Type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) == typeof(int));
        foreach (string name in parameters.Select(parameter => parameter.Name!).Distinct(StringComparer.Ordinal))
        {
            foreach (int value in new[] { -1, 0, 1, 2, 3, 4, 5, 19, 60 })
            {
                try
                {
                    using var level = spec.Make((name, value));
                    ((MiniGridEnv)level).Reset(1);
                }
                catch (Exception e) when (e is ArgumentException or LevelGenerationException)
                {
                    Assert.DoesNotContain("Parameter '", e.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Reset_FullLevel_StillFindsTheLastCell()
    {
        using var level = Make("MiniGrid-Fetch-5x5-N2-v0", "num_objs=8");
        for (ulong seed = 0; seed < 20; seed++)
            level.Reset(seed);
    }

    [Fact]
    public void Reset_MoreUniqueObjectsThanThereAre_EndsInASentence()
    {
        using var level = new Crowd();
        Assert.StartsWith("Crowd cannot have 19 more objects of which no two are alike.",
            Assert.Throws<LevelGenerationException>(() => level.Reset(0)).Message);
        using var walled = new Doors();
        Assert.Equal("Room (0, 0) of Doors has no side left for a door.", Assert.Throws<LevelGenerationException>(() => walled.Reset(0)).Message);
        using var cramped = new Cramped();
        Assert.StartsWith("Cramped has no place for the agent where it does not face an object",
            Assert.Throws<LevelGenerationException>(() => cramped.Reset(0)).Message);
    }

    private static MiniGridEnv Make(string id, string keywords) => Worlds.Grid(
        id, [.. keywords.Split(' ').Select(pair => (pair.Split('=')[0], (object?)pair.Split('=')[1]))]);

    private sealed class Crowd() : RoomGrid(new MissionSpace("wait"), roomSize: 9, numRows: 1, numCols: 1)
    {
        protected override void GenerateGrid()
        {
            base.GenerateGrid();
            AddDistractors(count: 19);
        }
    }

    private sealed class Doors() : RoomGrid(new MissionSpace("wait"), numRows: 1, numCols: 2)
    {
        protected override void GenerateGrid()
        {
            base.GenerateGrid();
            AddDoor(0, 0);
            AddDoor(0, 0);
        }
    }

    private sealed class Cramped() : RoomGrid(new MissionSpace("wait"), roomSize: 3, numRows: 1, numCols: 1)
    {
        protected override void GenerateGrid()
        {
            base.GenerateGrid();
            for (int i = 0; i < 9; i++)
                Grid[i / 3, i % 3] = i == 4 ? null : NewBall(ObjectColor.Red);
            PlaceAgentInRoom(0, 0);
        }
    }
}
