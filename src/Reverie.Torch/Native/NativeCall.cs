using System.Runtime.CompilerServices;

namespace Reverie.Torch.Native;

/// <summary>The span of a native call: handles that are read inside stay valid to its end, whoever gives them up meanwhile.</summary>
internal readonly ref struct NativeCall
{
    private readonly CallingThread _thread;

    private NativeCall(CallingThread thread) => _thread = thread;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static NativeCall Enter() => new(CallingThread.Enter());

    public void Dispose() => _thread.Leave();
}
