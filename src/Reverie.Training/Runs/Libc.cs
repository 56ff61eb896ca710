using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Reverie.Training.Runs;

/// <summary>The calls of the C library that .NET lacks: links, kinds of files, and directories that survive a power cut.</summary>
internal static partial class Libc
{
    private const int ReadOnly = 0;
    private const int CurrentFolder = -100, AskForType = 1, StatusBytes = 256, ModeOffset = 28;
    private const int TypeBits = 0xF000, OrdinaryFile = 0x8000, Directory = 0x4000;

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

    /// <summary>What stands behind a path, without opening it; links are followed.</summary>
    public static FileKind KindOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.Exists(path) ? FileKind.Ordinary : System.IO.Directory.Exists(path) ? FileKind.Folder : FileKind.None;
        // struct statx is the same on every processor, unlike struct stat.
        Span<byte> status = stackalloc byte[StatusBytes];
        if (Statx(CurrentFolder, path, 0, AskForType, status) != 0)
            return FileKind.None;
        return (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeBits) switch
        {
            OrdinaryFile => FileKind.Ordinary,
            Directory => FileKind.Folder,
            _ => FileKind.Special,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string newName);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
