using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>One tagged argument or result as the bridge has it: <c>rv_value</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal readonly struct NativeValue
{
    [FieldOffset(0)] internal readonly ValueTag Tag;
    [FieldOffset(4)] internal readonly int Count;
    [FieldOffset(8)] internal readonly long Integer;
    [FieldOffset(8)] internal readonly double Real;
    [FieldOffset(8)] internal readonly nint Pointer;

    internal NativeValue(ValueTag tag, long bits, int count)
    {
        Tag = tag;
        Count = count;
        Integer = bits;
    }
}
