using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Tests.BabyAI.Levels;

public sealed class BabyAILevelTests
{
    public static IEnumerable<string> Ids => Worlds.Registry.Specs.Select(spec => spec.Id)
        .Where(id => id.StartsWith("BabyAI-", StringComparison.Ordinal));

    [Fact]
    public void Register_BabyAI_HasEveryId() => Assert.Equal(96, Ids.Count());

    [Fact]
    public void Step_AnyActions_StaysInTheSpaces()
    {
        var random = new Pcg64(7);
        foreach (string id in Ids)
        {
            using var level = Worlds.Grid(id);
            for (ulong seed = 100; seed < 103; seed++)
            {
                Assert.True(level.ObservationSpace.Contains(level.Reset(seed)), id);
                for (int step = 0; step < 150; step++)
                {
                    var result = level.Step(random.Integers(0, 7));
                    Assert.True(level.ObservationSpace.Contains(result.Observation), id);
                    Assert.InRange(result.Reward, 0, 1);
                    Assert.True(level.Grid.Contains(level.AgentPosition) && level.Grid.CellAt(level.AgentPosition).CanOverlap, id);
                    if (result.Done)
                        level.Reset();
                }
            }
        }
    }

    [Fact]
    public void Step_WarmLevel_AllocatesNothing()
    {
        var random = new Pcg64(1);
        foreach (string id in (string[])["BabyAI-BossLevel-v0", "BabyAI-PutNextLocal-v0", "BabyAI-OpenDoorsOrderN4Debug-v0"])
        {
            using var level = Worlds.Grid(id);
            level.Reset(4);
            Play(1000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Play(5000);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Play(int steps)
            {
                for (int step = 0; step < steps; step++)
                    level.Step(random.Integers(0, 7));
            }
        }
    }

    [Fact]
    public void Reset_UnfitCandidates_AreListed()
    {
        using var level = Worlds.Grid("BabyAI-GoToRedBlueBall-v0");
        var rejections = new List<string>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            level.Reset(seed);
            rejections.AddRange(level.Rejections);
        }
        Assert.Contains("Sampling rejected: can only have one blue or red ball", rejections);
    }

    [Fact]
    public void Reset_ImpossibleArguments_SaysWhatToDo()
    {
        using var level = Worlds.Grid("BabyAI-GoToLocal-v0", ("room_size", 4), ("num_dists", 5));
        var failure = Assert.Throws<LevelGenerationException>(() => level.Reset(0));
        Assert.Contains("use larger rooms or fewer objects", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaxSteps_Given_IsNotChangedByResets()
    {
        using var level = Worlds.Grid("BabyAI-BossLevel-v0", ("max_steps", 33));
        level.Reset(0);
        Assert.Equal(33, level.MaxSteps);
    }

    [Fact]
    public void Instruction_BeforeTheFirstReset_SaysWhatToDo()
    {
        using var level = (RoomGridLevel)Worlds.Grid("BabyAI-BossLevel-v0");
        Assert.Contains("call Reset", Assert.Throws<InvalidOperationException>(() => level.Instruction).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BabyAI-GoToLocal-v0", "num_dists", 0)]
    [InlineData("BabyAI-PutNextLocal-v0", "num_objs", 19)]
    [InlineData("BabyAI-PutNextS5N1-v0", "objs_per_room", 0)]
    [InlineData("BabyAI-MoveTwoAcrossS5N2-v0", "objs_per_room", 1)]
    [InlineData("BabyAI-OpenDoorsOrderN2-v0", "num_doors", 5)]
    [InlineData("BabyAI-OpenDoor-v0", "select_by", "size")]
    [InlineData("BabyAI-Synth-v0", "num_dists", -1)]
    [InlineData("BabyAI-KeyCorridor-v0", "obj_type", "wall")]
    public void Make_BadArgument_IsRefused(string id, string name, object value) =>
        Assert.ThrowsAny<ArgumentException>(() => Worlds.Grid(id, (name, value)));

    [Fact]
    public void LevelGen_OneRoomToBeLocked_IsRefused() => Assert.Throws<ArgumentException>(() => new LevelGen(numRows: 1, numCols: 1));

    [Fact]
    public void Reset_RestoredState_GivesTheSameLevel()
    {
        using var original = Worlds.Grid("BabyAI-SynthS5R2-v0");
        original.Reset(0);
        int differentIfForgotten = 0;
        for (int episode = 0; episode < 200; episode++)
        {
            var random = original.Random.State;
            byte[] memory = new byte[sizeof(int)];
            ((ICrossEpisodeState)original).SaveMemory(new BinaryWriter(new MemoryStream(memory)));
            original.Reset();
            Assert.Equal(original.Random.State, Again(random, memory));
            if (Again(random, [255, 255, 255, 255]) != original.Random.State)
                differentIfForgotten++;
        }
        Assert.True(differentIfForgotten > 0);

        static Pcg64State Again(Pcg64State random, byte[] memory)
        {
            using var copy = Worlds.Grid("BabyAI-SynthS5R2-v0");
            copy.Random.State = random;
            ((ICrossEpisodeState)copy).RestoreMemory(new BinaryReader(new MemoryStream(memory)));
            copy.Reset();
            return copy.Random.State;
        }
    }

    [Fact]
    public void LevelGen_GoToOnly_AsksForNothingElse()
    {
        using var level = new LevelGen(actionKinds: [ActionKind.GoTo], instrKinds: [InstructionKind.And]);
        for (ulong seed = 0; seed < 5; seed++)
        {
            level.Reset(seed);
            Assert.IsType<AndInstruction>(level.Instruction);
            Assert.All(level.Instruction.Actions, action => Assert.IsType<GoToInstruction>(action));
        }
    }
}
