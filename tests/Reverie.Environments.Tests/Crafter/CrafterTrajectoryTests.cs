using System.Globalization;
using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>Whole runs of the original, every recorded number of every step.</summary>
public sealed class CrafterTrajectoryTests
{
    public static TheoryData<string> Names => [.. CrafterGolden.Trajectories];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_RecordedActions_GivesEveryNumber(string name)
    {
        var run = CrafterGolden.Read(name);
        var game = new CrafterGame(CrafterReplay.WorldPixels);
        var resets = run["later_resets"]!.AsArray().ToDictionary(reset => reset!["after_step"]!.GetValue<int>(), reset => reset!);
        ulong seed = run["seed"]!.GetValue<ulong>(), episode = 1;
        Reset(game, seed, episode, run["reset"]!);
        int[] actions = CrafterGolden.Numbers(run["action"]!);
        for (int step = 0; step < actions.Length; step++)
        {
            var (reward, died) = game.Step((CrafterAction)actions[step]);
            string where = $"{name}, step {step}: ";
            Same(run["daylight"]![step]!.GetValue<double>(), game.World.Daylight, where + "daylight");
            Same(run["pos"]![step]!.ToJsonString(), $"[{game.World[CrafterWorld.PlayerSlot].X},{game.World[CrafterWorld.PlayerSlot].Y}]", where + "place");
            Same(string.Join(' ', CrafterGolden.Numbers(run["inventory"]![step]!)), string.Join(' ', game.Player.Items.ToArray()), where + "inventory");
            Same(
                string.Join(' ', CrafterGolden.Numbers(run["achievements"]![step]!)), string.Join(' ', game.Player.Achievements.ToArray()),
                where + "achievements");
            Same(run["facing"]![step]!.ToJsonString(), $"[{game.Player.Facing.X},{game.Player.Facing.Y}]", where + "facing");
            Same(run["sleeping"]![step]!.GetValue<bool>(), game.Player.Sleeping, where + "sleeping");
            Same(run["num_objects"]![step]!.GetValue<int>(), game.World.Order.Length, where + "number of things");
            Same(run["objects_crc"]![step]!.GetValue<uint>(), CrafterGolden.ThingsCrc(game), where + "things");
            Same(run["material_crc"]![step]!.GetValue<uint>(), CrafterGolden.MaterialCrc(game.World), where + "materials");
            Same(run["semantic_crc"]![step]!.GetValue<uint>(), CrafterGolden.SemanticCrc(game.World), where + "semantics");
            Same(run["rng_next"]![step]!.GetValue<uint>(), game.World.Random.Peek(), where + "random numbers");
            Same(run["reward"]![step]!.GetValue<double>(), reward, where + "reward");
            Same(run["done"]![step]!.GetValue<bool>(), died, where + "end");
            Same(run["discount"]![step]!.GetValue<double>(), died ? 0 : 1, where + "discount");
            Same(died, resets.ContainsKey(step), where + "reset");
            if (died)
                Reset(game, seed, ++episode, resets[step]);
        }
        Assert.Equal(resets.Count + 1, (int)episode);
    }

    private static void Reset(CrafterGame game, ulong seed, ulong episode, JsonNode expected)
    {
        uint worldSeed = PythonHash.WorldSeed(seed, episode);
        Assert.Equal(expected["world_seed"]!.GetValue<uint>(), worldSeed);
        game.Reset(worldSeed);
        if (expected["material_rows"] is JsonArray rows)
        {
            string cells = string.Concat(game.World.Cells.ToArray().Select(material => ((int)material).ToString("x", CultureInfo.InvariantCulture)));
            Assert.Equal(string.Concat(rows.Select(row => row!.GetValue<string>())), cells);
        }
        Assert.Equal(expected["material_crc"]!.GetValue<uint>(), CrafterGolden.MaterialCrc(game.World));
        Assert.Equal(
            expected["objects"]!.AsArray().Select(thing => $"{thing![0]} {thing[1]} {thing[2]}"),
            CrafterGolden.Things(game).Select(thing => thing[..thing.LastIndexOf(' ')]));
        Assert.Equal(
            expected["chunk_order"]!.AsArray().Select(chunk => chunk!.ToJsonString()),
            game.World.Chunks.Order.ToArray().Select(chunk => ChunkGrid.Area(chunk)).Select(area => $"[{area.Left},{area.Right},{area.Top},{area.Bottom}]"));
        Assert.Equal(expected["semantic_crc"]!.GetValue<uint>(), CrafterGolden.SemanticCrc(game.World));
        Assert.Equal(expected["rng_next"]!.GetValue<uint>(), game.World.Random.Peek());
        Assert.Equal(expected["daylight"]!.GetValue<double>(), game.World.Daylight);
    }

    private static void Same<T>(T expected, T actual, string what) where T : notnull =>
        Assert.True(expected.Equals(actual), $"{what} is {actual}, not {expected}");
}
