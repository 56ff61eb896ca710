using System.Globalization;

namespace Reverie.Language.Tokenization;

/// <summary>Canonical combining classes, decompositions and compositions of Unicode, read from the embedded extract.</summary>
internal sealed class NfcTables
{
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];
    private readonly HashSet<int> _critical = [];

    private NfcTables()
    {
        using var stream = typeof(NfcTables).Assembly.GetManifestResourceStream("CanonicalUnicode.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            switch (parts[0])
            {
                case "c": AddClass(Hex(parts[1]), Hex(parts[2]), byte.Parse(parts[3], CultureInfo.InvariantCulture)); break;
                case "d": AddComposite(Hex(parts[1]), Hex(parts[2]), Hex(parts[3])); break;
                case "x": AddExclusion(Hex(parts[1]), [.. parts[2..].Select(Hex)]); break;
            }
        }
    }

    public static NfcTables Instance { get; } = new();

    /// <summary>0 for starters; marks with different classes do not interact and are sorted by class.</summary>
    public byte CombiningClass(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>One step of the canonical decomposition; null where there is none.</summary>
    public int[]? Decompose(int codePoint) => _decompositions.GetValueOrDefault(codePoint);

    public bool TryCompose(int first, int second, out int composed) => _compositions.TryGetValue((first, second), out composed);

    /// <summary>True where text with this code point may not be in form C: marks, second halves of compositions, and what is never composed.</summary>
    public bool IsCritical(int codePoint) => _critical.Contains(codePoint);

    private void AddClass(int first, int last, byte value)
    {
        for (int codePoint = first; codePoint <= last; codePoint++)
        {
            _classes[codePoint] = value;
            _critical.Add(codePoint);
        }
    }

    private void AddComposite(int codePoint, int first, int second)
    {
        _decompositions[codePoint] = [first, second];
        _compositions[(first, second)] = codePoint;
        _critical.Add(second);
    }

    private void AddExclusion(int codePoint, int[] parts)
    {
        _decompositions[codePoint] = parts;
        _critical.Add(codePoint);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
