namespace Reverie.Environments.Crafter.Textures;

/// <summary>The pictures that come with this library, read from text; the file itself tells its format.</summary>
internal static class TextureFile
{
    /// <summary>Pixels along each side.</summary>
    public const int Size = 16;

    private const string Resource = "crafter-textures", Begin = "----";

    private static readonly Lazy<Dictionary<string, Rgba[]>> Loaded = new(Load);

    /// <summary>A picture's pixels, [row][column].</summary>
    public static ReadOnlySpan<Rgba> Of(string name) => Loaded.Value[name];

    private static Dictionary<string, Rgba[]> Load()
    {
        using var stream = typeof(TextureFile).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        string[] lines = reader.ReadToEnd().Split('\n');
        var textures = new Dictionary<string, Rgba[]>(StringComparer.Ordinal);
        for (int line = Array.IndexOf(lines, Begin) + 1; line + 1 < lines.Length; line += Size + 3)
            textures.Add(lines[line + 1], Read(lines[line + 2], lines.AsSpan(line + 3, Size)));
        return textures;
    }

    private static Rgba[] Read(string palette, ReadOnlySpan<string> rows)
    {
        var colors = palette.Split(' ').ToDictionary(entry => entry[0], entry => Parse(entry[2..]));
        var pixels = new Rgba[Size * Size];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = colors.GetValueOrDefault(rows[i / Size][i % Size]);
        return pixels;
    }

    private static Rgba Parse(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        return new(bytes[0], bytes[1], bytes[2], bytes.Length > 3 ? bytes[3] : byte.MaxValue);
    }
}
