using System.Text.Json.Nodes;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.MiniGrid;

public sealed class CellVocabularyTests
{
    private const int Steps = 60;

    private static readonly HashSet<(byte, byte, byte)> Known =
        [.. CellVocabulary.All.Select(cell => ((byte)cell.Type, (byte)cell.Color, cell.State))];

    [Fact]
    public void All_TypesColoursAndStates_AreThereOnce()
    {
        Assert.Equal(56, CellVocabulary.All.Count);
        Assert.Equal(56, Known.Count);
        Assert.Equal(Enum.GetValues<ObjectType>(), CellVocabulary.All.Select(cell => cell.Type).Distinct());
    }

    [Fact]
    public void All_TilesOfTheOriginal_AreOfKnownCells()
    {
        foreach (var code in Golden.Lines("tiles.jsonl.gz").Select(line => JsonNode.Parse(line)!["encode"]).OfType<JsonArray>())
            Assert.Contains(((byte)code[0]!.GetValue<int>(), (byte)code[1]!.GetValue<int>(), code[2]!.GetValue<byte>()), Known);
    }

    /// <summary>Whatever levels put into their worlds, in the agent's view and in the whole.</summary>
    [Theory]
    [InlineData(PixelView.Agent)]
    [InlineData(PixelView.World)]
    public void All_WhateverLevelsShow_IsKnown(PixelView view)
    {
        foreach (var spec in Worlds.Grids)
        {
            using var environment = (Environment<NdArray<byte>, int>)GridSymbols.Of(Worlds.Grid(spec.Id), view);
            var random = new Random(1);
            Look(spec.Id, environment.Reset(5));
            for (int step = 0; step < Steps; step++)
            {
                var result = environment.Step(random.Next(environment.ActionSpace is Discrete actions ? actions.Count : 7));
                Look(spec.Id, result.Done ? environment.Reset() : result.Observation);
            }
        }

        static void Look(string id, NdArray<byte> image)
        {
            var cells = image.Span;
            for (int i = 0; i < cells.Length; i += 3)
                Assert.True(Known.Contains((cells[i], cells[i + 1], cells[i + 2])), $"{id} shows ({cells[i]}, {cells[i + 1]}, {cells[i + 2]})");
        }
    }

    [Fact]
    public void Words_OfAll_AreDifferentAndPlain()
    {
        string[] words = [.. Enumerable.Range(0, CellVocabulary.All.Count).Select(CellVocabulary.Words)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.Superset(
            new HashSet<string> { "unseen", "empty", "grey wall", "blue floor", "locked red door", "open grey door", "yellow key", "green goal", "lava", "agent facing up" },
            words.ToHashSet());
    }
}
