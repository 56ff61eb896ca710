using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>A ring of native memory per thread, from which list arguments of operator calls are cut.</summary>
internal static unsafe class ListRing
{
    // A call's lists must not run into each other: seven of the largest fit, and what is left over at the end of the ring.
    private const int Largest = 1 << 20;
    private const int Capacity = 8 * Largest;

    [ThreadStatic] private static Ring? _ring;

    /// <exception cref="TorchException">No call takes a list of so many bytes.</exception>
    internal static void Require(long bytes)
    {
        if (bytes > Largest)
            throw new TorchException($"A list argument of {bytes} bytes is too long for an operator call (at most {Largest}).");
    }

    internal static void* Take(long bytes)
    {
        Require(bytes);
        var ring = _ring ??= new Ring();
        if (ring.Next + bytes > Capacity)
            ring.Next = 0;
        byte* taken = ring.Memory + ring.Next;
        ring.Next += ((int)bytes + 15) & ~15;
        return taken;
    }

    /// <summary>A thread's memory, which goes with the thread.</summary>
    private sealed class Ring
    {
        ~Ring() => NativeMemory.AlignedFree(Memory);

        internal byte* Memory { get; } = (byte*)NativeMemory.AlignedAlloc(Capacity, 16);

        internal int Next { get; set; }
    }
}
