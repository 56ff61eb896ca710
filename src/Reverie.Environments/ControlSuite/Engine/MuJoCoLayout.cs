using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>Where the fields of MuJoCo's structures lie in memory, which differs from version to version.</summary>
internal sealed class MuJoCoLayout
{
    private const int Known = 222;

    private readonly Dictionary<string, Field> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);

    private MuJoCoLayout(JsonElement table)
    {
        foreach (var size in table.GetProperty("sizeof").EnumerateObject())
            _sizes.Add(size.Name, size.Value.GetInt32());
        foreach (var group in table.EnumerateObject().Where(group => group.Value.ValueKind == JsonValueKind.Array))
        {
            string structure = group.Name.Split('.')[0];
            foreach (var row in group.Value.EnumerateArray())
            {
                string[] cells = [.. row.EnumerateArray().Select(cell => cell.ToString())];
                _fields.Add(
                    $"{structure}.{cells[0]}", new(cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture), [.. cells.Skip(3)],
                        group.Name.EndsWith(".pointers", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>The layout of a version, as <c>mj_version</c> says it: 222 is 2.2.2.</summary>
    /// <exception cref="MuJoCoMissingException">It is not known.</exception>
    public static MuJoCoLayout Of(int version)
    {
        if (version != Known)
        {
            throw new MuJoCoMissingException(
                $"MuJoCo {Dotted(version)} was found, and only the memory layout of {Dotted(Known)} is known here: install that one ({MuJoCo.Remedy}).");
        }
        using var packed = typeof(MuJoCoLayout).Assembly.GetManifestResourceStream($"layout-{Dotted(version)}.json.gz")!;
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        using var table = JsonDocument.Parse(stream);
        return new(table.RootElement);
    }

    /// <summary>Bytes of a structure.</summary>
    public int SizeOf(string structure) => _sizes[structure];

    /// <summary>A field by structure and name, such as <c>mjData.qpos</c>.</summary>
    public Field this[string name] => _fields.TryGetValue(name, out var field) ? field : throw new KeyNotFoundException($"MuJoCo has no field {name}.");

    /// <summary>Whether there is a field.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    private static string Dotted(int version) => string.Create(CultureInfo.InvariantCulture, $"{version / 100}.{version / 10 % 10}.{version % 10}");

    /// <param name="Type">What it holds, such as <c>mjtNum</c>.</param>
    /// <param name="Offset">Bytes from the start of the structure.</param>
    /// <param name="Sizes">Names of sizes, or numbers, whose product is the length; none of a single value.</param>
    /// <param name="IsPointer">Whether the structure holds the address of the values, not the values.</param>
    internal sealed record Field(string Type, int Offset, IReadOnlyList<string> Sizes, bool IsPointer);
}
