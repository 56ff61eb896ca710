using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Reverie.Environments.Tests.Atari;

/// <summary>A recorded game: every raw reset and step in order, and its screens.</summary>
internal sealed class Tape
{
    public const int Rows = 210, Columns = 160;

    private readonly byte[] _screens;
    private readonly (byte R, byte G, byte B)[] _palette = new (byte, byte, byte)[256];

    public Tape(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Repository.Golden("ale", $"{name}_tape.json")))!;
        Actions = Column<int>(json, "action");
        Rewards = Column<double>(json, "reward");
        Terminated = Column<bool>(json, "terminated");
        Truncated = Column<bool>(json, "truncated");
        Lives = Column<int>(json, "lives");
        ScreenCrcs = Column<uint>(json, "rgb_crc");
        foreach (var (index, color) in json["palette"]!.AsObject())
            _palette[byte.Parse(index, null)] = (color![0]!.GetValue<byte>(), color[1]!.GetValue<byte>(), color[2]!.GetValue<byte>());
        _screens = Unzip($"{name}_tape.bin.gz");
        for (int i = Rows * Columns; i < _screens.Length; i++)
            _screens[i] ^= _screens[i - Rows * Columns];
    }

    public int[] Actions { get; }

    public double[] Rewards { get; }

    public bool[] Terminated { get; }

    public bool[] Truncated { get; }

    public int[] Lives { get; }

    public uint[] ScreenCrcs { get; }

    /// <summary>A file of the records, unpacked.</summary>
    public static byte[] Unzip(string file)
    {
        using var packed = new GZipStream(File.OpenRead(Repository.Golden("ale", file)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        packed.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Draws a screen, [rows, columns, 3].</summary>
    public void Draw(int frame, Span<byte> image)
    {
        var indices = _screens.AsSpan(frame * Rows * Columns, Rows * Columns);
        for (int i = 0; i < indices.Length; i++)
            (image[3 * i], image[3 * i + 1], image[3 * i + 2]) = _palette[indices[i]];
    }

    private static T[] Column<T>(JsonNode json, string name) => [.. json[name]!.AsArray().Select(value => value!.GetValue<T>())];
}
