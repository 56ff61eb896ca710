using System.Collections.Concurrent;

namespace Reverie.Torch;

/// <summary>
/// The debug switch of tensor lifetimes: with <c>REVERIE_TRACE_TENSORS=1</c> the stack that made each live tensor is remembered.
/// </summary>
public static class TensorBirth
{
    private static readonly ConcurrentDictionary<nint, string> Stacks = new();

    /// <summary>True when births are recorded.</summary>
    public static bool Enabled { get; set; } = Environment.GetEnvironmentVariable("REVERIE_TRACE_TENSORS") == "1";

    /// <summary>Places that made tensors which are alive now, most first.</summary>
    public static IEnumerable<(string Stack, int Count)> Report() =>
        Stacks.Values.GroupBy(stack => stack).Select(group => (group.Key, group.Count())).OrderByDescending(place => place.Item2);

    internal static void Record(nint handle)
    {
        if (Enabled)
            Stacks[handle] = Environment.StackTrace;
    }

    internal static void Forget(nint handle)
    {
        if (Enabled)
            Stacks.TryRemove(handle, out _);
    }
}
