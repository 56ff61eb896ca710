namespace Reverie.Torch.Serialization;

/// <summary>The names that .safetensors headers give to element types.</summary>
internal static class SafeTensorsTypes
{
    private static readonly (string Name, ScalarType Type)[] Names =
    [
        ("F64", ScalarType.Float64),
        ("F32", ScalarType.Float32),
        ("F16", ScalarType.Float16),
        ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64),
        ("I32", ScalarType.Int32),
        ("I16", ScalarType.Int16),
        ("I8", ScalarType.Int8),
        ("U8", ScalarType.UInt8),
        ("BOOL", ScalarType.Bool),
    ];

    /// <summary>All names, for messages.</summary>
    public static string All => string.Join(", ", Names.Select(entry => entry.Name));

    public static string ToName(ScalarType type) => Array.Find(Names, entry => entry.Type == type).Name;

    public static bool TryParse(string name, out ScalarType type)
    {
        int index = Array.FindIndex(Names, entry => entry.Name == name);
        type = index < 0 ? default : Names[index].Type;
        return index >= 0;
    }
}
