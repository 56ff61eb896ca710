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
        var game = Begin(scenario);
        var steps = scenario["steps"]!.AsArray();
        for (int i = 0; i < steps.Count; i++)
        {
            var expected = steps[i]!;
            string action = scenario["actions"]![i]!.GetValue<string>();
            var (reward, died) = game.Step(Enum.Parse<CrafterAction>(action.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
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

    private static IEnumerable<string> Unlocked(CrafterGame game) => Enum.GetValues<Achievement>()
        .Where(achievement => game.Player.Achievements[(int)achievement] > 0)
        .Select(achievement => string.Concat(achievement.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : $"{c}")));

    private static CrafterGame Begin(JsonNode scenario)
    {
        var game = new CrafterGame(63 * 49);
        int[] player = scenario["player"] is { } place ? CrafterGolden.Numbers(place) : [32, 32];
        game.ResetBare(scenario["seed"]!.GetValue<uint>(), player[0], player[1]);
        var fill = Enum.Parse<Material>(scenario["fill"]?.GetValue<string>() ?? "grass", ignoreCase: true);
        for (int cell = 0; cell < 64 * 64; cell++)
            game.World.SetMaterial(cell / 64, cell % 64, fill);
        foreach (var (item, count) in scenario["inventory"]?.AsObject() ?? [])
            game.Player[Enum.Parse<Item>(item.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)] = count!.GetValue<int>();
        foreach (var edit in scenario["edit"]?.AsArray() ?? [])
            game.World.SetMaterial(edit![0]!.GetValue<int>(), edit[1]!.GetValue<int>(), Enum.Parse<Material>(edit[2]!.GetValue<string>(), ignoreCase: true));
        foreach (var thing in scenario["objects"]?.AsArray() ?? [])
            game.World.Add(Thing(thing!, scenario["grown"]?.GetValue<int>() ?? 0));
        game.StartAt(scenario["start_step"]?.GetValue<int>() ?? 0);
        return game;
    }

    private static Creature Thing(JsonNode thing, int grown)
    {
        int x = thing[1]!.GetValue<int>(), y = thing[2]!.GetValue<int>();
        return thing[0]!.GetValue<string>() switch
        {
            "Plant" => Spawn.Plant(x, y) with { Timer = grown },
            "Arrow" => Spawn.Arrow(x, y, new(thing[3]!.GetValue<int>(), thing[4]!.GetValue<int>())),
            string kind => Spawn.Of(Enum.Parse<CreatureKind>(kind), x, y),
        };
    }

    private static void Same<T>(T expected, T actual, string what) where T : notnull =>
        Assert.True(expected.Equals(actual), $"{what} is {actual}, not {expected}");
}
