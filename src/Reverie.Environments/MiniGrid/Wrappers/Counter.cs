using System.Runtime.InteropServices;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Counts visits.</summary>
internal static class Counter
{
    /// <summary>Adds one, and returns the new count.</summary>
    public static int Increment<TKey>(Dictionary<TKey, int> counts, TKey key) where TKey : notnull =>
        ++CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
}
