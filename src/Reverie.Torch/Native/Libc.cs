using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>The few C library calls around libtorch's life: before it loads, and when the process ends.</summary>
internal static unsafe partial class Libc
{
    internal const int RtldNow = 2;
    internal const int RtldGlobal = 0x100;

    /// <summary>Sets a variable that native libraries read; .NET's own setter does not reach the C environment.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string path, int flags);

    /// <summary>Ends the process at once, without the clean-up of native libraries.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    internal static partial void ExitNow(int code);
}
