using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>The recorded behaviour of the original, under tests/golden/crafter.</summary>
internal static class CrafterGolden
{
    private static readonly string Root = Repository.Golden("crafter");

    public static IEnumerable<string> Trajectories { get; } = ["seed_0", "seed_1", "seed_2", "seed_3", "seed_4", "long_5"];

    /// <summary>The original's names of what can be achieved, in its order.</summary>
    public static IReadOnlyList<string> AchievementNames { get; } =
        [.. Read("seed_0")["achievement_names"]!.AsArray().Select(name => name!.GetValue<string>())];

    public static JsonNode Read(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Root, name + ".json.gz")), CompressionMode.Decompress);
        return JsonNode.Parse(file)!;
    }

    /// <summary>The recorded pictures of a trajectory, by step.</summary>
    public static Dictionary<int, byte[]> Frames(string name, JsonNode trajectory)
    {
        const int Size = 64 * 64 * 3;
        using var file = new GZipStream(File.OpenRead(Path.Combine(Root, name + "_frames.bin.gz")), CompressionMode.Decompress);
        return trajectory["frame_steps"]!.AsArray().ToDictionary(step => step!.GetValue<int>(), _ =>
        {
            byte[] frame = new byte[Size];
            file.ReadExactly(frame);
            return frame;
        });
    }

    public static int[] Numbers(JsonNode node) => [.. node.AsArray().Select(number => number!.GetValue<int>())];

    public static uint MaterialCrc(CrafterWorld world) => Crc32.Compute([.. world.Cells.ToArray().Select(material => (byte)material)]);

    /// <summary>All things, as <c>Class x y health</c>.</summary>
    public static IEnumerable<string> Things(CrafterGame game)
    {
        foreach (ushort slot in game.World.Order.ToArray())
        {
            var thing = game.World[slot];
            yield return $"{thing.Kind} {thing.X} {thing.Y} {(thing.Kind == CreatureKind.Player ? game.Player[Item.Health] : thing.Health)}";
        }
    }

    public static uint ThingsCrc(CrafterGame game) => Crc32.Compute(Encoding.UTF8.GetBytes(string.Join('\n', Things(game))));

    /// <summary>The materials with the things over them, numbered as in the original.</summary>
    public static uint SemanticCrc(CrafterWorld world)
    {
        const int Player = 13;
        byte[] cells = [.. world.Cells.ToArray().Select(material => (byte)material)];
        foreach (ushort slot in world.Order)
            cells[world[slot].X * CrafterWorld.Size + world[slot].Y] = (byte)(Player + world[slot].Kind - CreatureKind.Player);
        return Crc32.Compute(cells);
    }
}
