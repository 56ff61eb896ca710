using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>Single rules, in small worlds of one material.</summary>
public sealed class CrafterScenarioTests
{
    private static readonly Dictionary<string, JsonNode> Scenarios = CrafterGolden.Read("scenarios").AsArray()
        .ToDictionary(scenario => scenario!["name"]!.GetValue<string>(), scenario => scenario!, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_OfEachScenario_GivesEveryNumber(string name)
    {
        var scenario = Scenarios[name];
        var game = CrafterReplay.Begin(scenario);
        var steps = scenario["steps"]!.AsArray();
        for (int i = 0; i < steps.Count; i++)
        {
            var expected = steps[i]!;
            string action = scenario["actions"]![i]!.GetValue<string>();
            var (reward, died) = game.Step(CrafterReplay.Parse<CrafterAction>(action));
            string where = $"{name}, step {i}, {action}: ";
            var self = game.World[CrafterWorld.PlayerSlot];
            Same(expected["pos"]!.ToJsonString(), $"[{self.X},{self.Y}]", where + "place");
            Same(string.Join(' ', CrafterGolden.Numbers(expected["inventory"]!)), string.Join(' ', game.Player.Items.ToArray()), where + "inventory");
            Same(expected["sleeping"]!.GetValue<bool>(), game.Player.Sleeping, where + "sleeping");
            Same(
                string.Join("; ", expected["objects"]!.AsArray().Select(thing => $"{thing![0]} {thing[1]} {thing[2]} {thing[3]}")),
                string.Join("; ", CrafterGolden.Things(game)), where + "things");
            Same(expected["material_crc"]!.GetValue<uint>(), CrafterGolden.MaterialCrc(game.World), where + "materials");
            Same(expected["rng_next"]!.GetValue<uint>(), game.World.Random.Peek(), where + "random numbers");
            Same(expected["reward"]!.GetValue<double>(), reward, where + "reward");
            Same(expected["done"]!.GetValue<bool>(), died, where + "end");
            Same(
                string.Join(' ', expected["unlocked"]!.AsArray().Select(word => word!.GetValue<string>())),
                string.Join(' ', Unlocked(game)), where + "achievements");
        }
    }

    private static IEnumerable<string> Unlocked(CrafterGame game) => CrafterGolden.AchievementNames.Where((_, i) => game.Player.Achievements[i] > 0);

    private static void Same<T>(T expected, T actual, string what) where T : notnull =>
        Assert.True(expected.Equals(actual), $"{what} is {actual}, not {expected}");
}
