namespace Reverie.Environments.Crafter;

/// <summary>The original's names of actions, items and achievements.</summary>
internal static class Names
{
    /// <summary>All names of a kind, such as <c>collect_coal</c>, in order.</summary>
    public static IReadOnlyList<string> Of<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary><c>WoodPickaxe</c> is <c>wood_pickaxe</c>.</summary>
    public static string Of<T>(T thing) where T : struct, Enum =>
        string.Concat(thing.ToString().Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : $"{letter}"));
}
