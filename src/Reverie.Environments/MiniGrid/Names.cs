namespace Reverie.Environments.MiniGrid;

/// <summary>Types and colours as missions write them.</summary>
public static class Names
{
    private static readonly string[] Types = LowerCase<ObjectType>(), Colors = LowerCase<ObjectColor>();

    /// <summary>The colours' names in alphabetical order, as mission spaces list them.</summary>
    internal static string[] AllColors => [.. Colors.Order(StringComparer.Ordinal)];

    /// <summary>For example "ball".</summary>
    public static string Name(this ObjectType type) => Types[(int)type];

    /// <summary>For example "grey".</summary>
    public static string Name(this ObjectColor color) => Colors[(int)color];

    private static string[] LowerCase<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
}
