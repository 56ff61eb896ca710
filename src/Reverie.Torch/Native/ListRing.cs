using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>A ring of native memory per thread, from which list arguments of operator calls are cut.</summary>
internal static unsafe class ListRing
{
    // A call's lists must not run into each other: seven of the largest fit, and what is left over at the end of the ring.
    private const int Largest = 1 << 20;
    private const int Capacity = 8 * Largest;

    [ThreadStatic] private static byte* _memory;
    [ThreadStatic] private static int _next;

    internal static void* Take(long bytes)
    {
        if (bytes > Largest)
            throw new TorchException($"A list argument of {bytes} bytes is too long for an operator call (at most {Largest}).");
        if (_memory == null)
            _memory = (byte*)NativeMemory.AlignedAlloc(Capacity, 16);
        if (_next + bytes > Capacity)
            _next = 0;
        byte* taken = _memory + _next;
        _next += ((int)bytes + 15) & ~15;
        return taken;
    }
}
