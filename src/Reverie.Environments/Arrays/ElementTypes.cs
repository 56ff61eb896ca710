namespace Reverie.Environments.Arrays;

/// <summary>Sizes and .NET types of <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.UInt8 => sizeof(byte),
        ElementType.Float32 => sizeof(float),
        ElementType.Int64 => sizeof(long),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such element type."),
    };

    /// <summary>The element type that a .NET type stands for.</summary>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    public static ElementType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(long) ? ElementType.Int64
        : throw new ArgumentException($"Arrays hold byte, float or long, not {typeof(T).Name}.", nameof(T));
}
