using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>A recorded run or scenario, played again.</summary>
internal static class CrafterReplay
{
    /// <summary>The pixels of a picture of 64 x 64 that show the world.</summary>
    public const int WorldPixels = 63 * 49;

    /// <summary>The game after each recorded step of a run, and the step: -1 is the first reset.</summary>
    public static IEnumerable<(int Step, CrafterGame Game)> Play(JsonNode run)
    {
        var game = new CrafterGame(WorldPixels);
        ulong seed = run["seed"]!.GetValue<ulong>(), episode = 1;
        game.Reset(PythonHash.WorldSeed(seed, episode));
        yield return (-1, game);
        int[] actions = CrafterGolden.Numbers(run["action"]!);
        for (int step = 0; step < actions.Length; step++)
        {
            bool died = game.Step((CrafterAction)actions[step]).Died;
            yield return (step, game);
            if (died)
                game.Reset(PythonHash.WorldSeed(seed, ++episode));
        }
    }

    /// <summary>The small world that a scenario begins in.</summary>
    public static CrafterGame Begin(JsonNode scenario)
    {
        var game = new CrafterGame(WorldPixels);
        int[] player = scenario["player"] is { } place ? CrafterGolden.Numbers(place) : [32, 32];
        game.ResetBare(scenario["seed"]!.GetValue<uint>(), player[0], player[1]);
        var fill = Enum.Parse<Material>(scenario["fill"]?.GetValue<string>() ?? "grass", ignoreCase: true);
        for (int cell = 0; cell < CrafterWorld.Size * CrafterWorld.Size; cell++)
            game.World.SetMaterial(cell / CrafterWorld.Size, cell % CrafterWorld.Size, fill);
        foreach (var (item, count) in scenario["inventory"]?.AsObject() ?? [])
            game.Player[Parse<Item>(item)] = count!.GetValue<int>();
        foreach (var edit in scenario["edit"]?.AsArray() ?? [])
            game.World.SetMaterial(edit![0]!.GetValue<int>(), edit[1]!.GetValue<int>(), Parse<Material>(edit[2]!.GetValue<string>()));
        foreach (var thing in scenario["objects"]?.AsArray() ?? [])
            game.World.Add(Thing(thing!, scenario["grown"]?.GetValue<int>() ?? 0));
        game.StartAt(scenario["start_step"]?.GetValue<int>() ?? 0);
        return game;
    }

    /// <summary>What <c>make_wood_pickaxe</c> means.</summary>
    public static T Parse<T>(string name) where T : struct, Enum => Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

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
}
