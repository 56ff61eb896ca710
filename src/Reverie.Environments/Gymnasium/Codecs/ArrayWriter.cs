using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Several choices, or real numbers.</summary>
/// <param name="space">The space.</param>
/// <param name="count">How many.</param>
internal sealed class ArrayWriter<T>(Space<NdArray<T>> space, int count) : ActionCodec<NdArray<T>>(space) where T : unmanaged
{
    public override int Length => count * Unsafe.SizeOf<T>();

    public override void Write(NdArray<T> action, Span<byte> bytes)
    {
        if (action.Length != count)
            throw new ArgumentOutOfRangeException(nameof(action), $"An action has {count} numbers, not {action.Length}.");
        MemoryMarshal.AsBytes(action.Span).CopyTo(bytes);
    }
}
