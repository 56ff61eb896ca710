using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.MiniGrid.Wrappers;

/// <summary>Every wrapper of the original over recorded episodes.</summary>
public sealed class GoldenWrapperTests
{
    public static TheoryData<int, string> Recordings =>
        new(Golden.Lines("wrappers.jsonl.gz").Select((line, index) => (index, JsonNode.Parse(line)!)).Where(entry => entry.Item2["wrapper"] is not null)
            .Select(entry => (entry.index, $"{entry.Item2["wrapper"]} {entry.Item2["id"]}")));

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Step_GoldenWrapper_MatchesTheOriginal(int index, string name)
    {
        var golden = JsonNode.Parse(Golden.Lines("wrappers.jsonl.gz").ElementAt(index))!;
        var grid = Worlds.Grid(golden["id"]!.GetValue<string>());
        ulong seed = golden["seed"]!.GetValue<ulong>();
        grid.Reset(seed);
        string wrapper = golden["wrapper"]!.GetValue<string>().Split('_')[0];
        var arguments = golden["kwargs"]!;
        switch (wrapper)
        {
            case "ReseedWrapper":
                Play(golden, grid, new ReseedWrapper(grid, [.. arguments["seeds"]!.AsArray().Select(value => value!.GetValue<ulong>())]), null);
                break;
            case "ActionBonus":
                Play(golden, grid, new ActionBonus(grid), seed);
                break;
            case "PositionBonus":
                Play(golden, grid, new PositionBonus(grid), seed);
                break;
            case "ImgObsWrapper":
                Play(golden, grid, new ImgObsWrapper(grid), seed);
                break;
            case "OneHotPartialObsWrapper":
                Play(golden, grid, new OneHotPartialObsWrapper(grid), seed);
                break;
            case "RGBImgObsWrapper":
                Play(golden, grid, new RgbImgObsWrapper(grid, arguments["tile_size"]?.GetValue<int>() ?? 8), seed);
                break;
            case "RGBImgPartialObsWrapper":
                Play(golden, grid, new RgbImgPartialObsWrapper(grid, arguments["tile_size"]?.GetValue<int>() ?? 8), seed);
                break;
            case "FullyObsWrapper":
                Play(golden, grid, new FullyObsWrapper(grid), seed);
                break;
            case "DictObservationSpaceWrapper":
                Play(golden, grid, new DictObservationSpaceWrapper(grid), seed);
                break;
            case "FlatObsWrapper":
                Play(golden, grid, new FlatObsWrapper(grid), seed);
                break;
            case "ViewSizeWrapper":
                Play(golden, grid, new ViewSizeWrapper(grid, arguments["agent_view_size"]!.GetValue<int>()), seed);
                break;
            case "DirectionObsWrapper":
                Play(golden, grid, new DirectionObsWrapper(grid, Enum.Parse<GoalDirectionType>(arguments["type"]!.GetValue<string>(), ignoreCase: true)), seed);
                break;
            case "SymbolicObsWrapper":
                Play(golden, grid, new SymbolicObsWrapper(grid), seed);
                break;
            case "StochasticActionWrapper":
                Play(golden, grid, new StochasticActionWrapper(
                    grid, new Mt19937((uint)seed), arguments["prob"]!.GetValue<double>(), arguments["random_action"]?.GetValue<int>()), seed);
                break;
            case "NoDeath":
                ObjectType[] types =
                    [.. arguments["no_death_types"]!.AsArray().Select(type => Enum.Parse<ObjectType>(type!.GetValue<string>(), ignoreCase: true))];
                Play(golden, grid, new NoDeath(grid, types, arguments["death_cost"]!.GetValue<double>()), seed);
                break;
            case "ImgObs(FullyObs)":
                Play(golden, grid, new ImgObsWrapper(new FullyObsWrapper(grid)), seed);
                break;
            case "ImgObs(RGBImgPartial)":
                Play(golden, grid, new ImgObsWrapper(new RgbImgPartialObsWrapper(grid)), seed);
                break;
            case "FlatObs(ViewSize5)":
                Play(golden, grid, new FlatObsWrapper(new ViewSizeWrapper(grid, 5)), seed);
                break;
            default:
                Assert.Fail($"no wrapper for {name}");
                break;
        }
    }

    [Fact]
    public void Encode_MiniGridVocabulary_NumbersWordsAsTheOriginal()
    {
        var words = JsonNode.Parse(Golden.Lines("wrappers.jsonl.gz").Last())!["minigrid_words"]!;
        foreach ((string word, var number) in words.AsObject())
            Assert.Equal([number!.GetValue<int>() + 1], MissionVocabulary.MiniGrid.Encode(word));
        Assert.Equal(words.AsObject().Count + 1, MissionVocabulary.MiniGrid.Count);
    }

    private static void Play<T>(JsonNode golden, MiniGridEnv grid, Environment<T, int> wrapper, ulong? seed) where T : notnull
    {
        var first = wrapper.Reset(seed);
        Check(golden["first"]!, first);
        Assert.True(wrapper.ObservationSpace.Contains(first));
        CheckAgent(golden["reset_agent"]!, grid);
        int index = 0;
        foreach (var step in golden["steps"]!.AsArray())
        {
            var result = wrapper.Step(step!["action"]!.GetValue<int>());
            string where = $"step {index++}";
            Assert.True(double.Parse(step["reward"]!.GetValue<string>(), CultureInfo.InvariantCulture) == result.Reward, $"{where}: reward {result.Reward}");
            Assert.True(step["terminated"]!.GetValue<bool>() == result.Terminated, where);
            Assert.True(step["truncated"]!.GetValue<bool>() == result.Truncated, where);
            CheckAgent(step["agent"]!, grid);
            Check(step["obs"]!, result.Observation);
            if (result.Done)
                Check(step["after_reset"]!["obs"] ?? step["after_reset"]!, wrapper.Reset());
        }
    }

    private static void CheckAgent(JsonNode golden, MiniGridEnv grid) =>
        Assert.Equal(golden.AsArray().Select(value => value!.GetValue<int>()), [grid.AgentPosition.X, grid.AgentPosition.Y, (int)grid.AgentDirection]);

    private static void Check(JsonNode golden, object ours)
    {
        switch (ours)
        {
            case IDictObservation parts:
                foreach ((string key, var value) in golden.AsObject())
                    Check(value!, parts[key]);
                break;
            case NdArray<byte> array:
                CheckArray(golden, array.Shape, array.Span);
                break;
            case NdArray<long> array:
                CheckArray(golden, array.Shape, MemoryMarshal.AsBytes(array.Span));
                break;
            case NdArray<int> array:
                Assert.Equal(golden.AsArray().Select(value => value!.GetValue<int>()), array.Data);
                break;
            case string text:
                Assert.Equal(golden.GetValue<string>(), text);
                break;
            case int number:
                Assert.Equal(golden.GetValue<int>(), number);
                break;
            case double number:
                string expected = golden["float"]!.GetValue<string>().Replace("inf", "Infinity", StringComparison.Ordinal)
                    .Replace("nan", "NaN", StringComparison.Ordinal);
                Assert.Equal(double.Parse(expected, CultureInfo.InvariantCulture), number);
                break;
            default:
                Assert.Fail($"no comparison for {ours.GetType()}");
                break;
        }
    }

    private static void CheckArray(JsonNode golden, ReadOnlySpan<int> shape, ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(golden["shape"]!.AsArray().Select(n => n!.GetValue<int>()), shape.ToArray());
        Assert.Equal(golden["crc"]!.GetValue<uint>(), Crc32.Compute(bytes));
    }
}
