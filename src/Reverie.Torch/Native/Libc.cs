using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Reverie.Torch.Serialization;

namespace Reverie.Torch.Native;

/// <summary>The few calls of the C library that .NET lacks: around libtorch's life, and the kind of a file.</summary>
internal static unsafe partial class Libc
{
    internal const int RtldNow = 2;
    internal const int RtldGlobal = 0x100;

    private const int CurrentFolder = -100, AskForType = 1, StatusBytes = 256, ModeOffset = 28;
    private const int TypeBits = 0xF000, OrdinaryFile = 0x8000, Folder = 0x4000;

    /// <summary>Sets a variable that native libraries read; .NET's own setter does not reach the C environment.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string path, int flags);

    /// <summary>Ends the process at once, without the clean-up of native libraries.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    internal static partial void ExitNow(int code);

    /// <summary>What stands behind a path, without opening it; links are followed.</summary>
    internal static FileKind KindOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.Exists(path) ? FileKind.Ordinary : Directory.Exists(path) ? FileKind.Folder : FileKind.None;
        // struct statx is the same on every processor, unlike struct stat.
        Span<byte> status = stackalloc byte[StatusBytes];
        if (Statx(CurrentFolder, path, 0, AskForType, status) != 0)
            return FileKind.None;
        return (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeBits) switch
        {
            OrdinaryFile => FileKind.Ordinary,
            Folder => FileKind.Folder,
            _ => FileKind.Special,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> status);
}
