using System.Runtime.InteropServices;

namespace Reverie.Training.Runs;

/// <summary>The calls of the C library that .NET lacks: links, and directories that survive a power cut.</summary>
internal static partial class Libc
{
    private const int ReadOnly = 0;

    /// <summary>Makes a second name for a file; false where the file system cannot.</summary>
    public static bool TryHardLink(string existing, string newName) => !OperatingSystem.IsWindows() && Link(existing, newName) == 0;

    /// <summary>Makes the names in a directory durable; does nothing where directories cannot be synced.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows() || Open(path, ReadOnly) is not (>= 0 and var descriptor))
            return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string newName);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
