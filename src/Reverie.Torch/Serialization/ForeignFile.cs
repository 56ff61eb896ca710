using System.Text;
using System.Text.Unicode;

namespace Reverie.Torch.Serialization;

/// <summary>Says what a file is that was given for weights and holds none that can be read.</summary>
internal static class ForeignFile
{
    private const int Looked = 512;
    private const int TarName = 257;

    /// <summary>A clause that completes "the file ..."; null where the kind is not known. The stream is left where it was.</summary>
    public static string? Clause(Stream stream)
    {
        long position = stream.Position;
        stream.Position = 0;
        Span<byte> start = stackalloc byte[Looked];
        start = start[..stream.ReadAtLeast(start, Looked, throwOnEndOfStream: false)];
        stream.Position = position;
        return Clause(start);
    }

    /// <param name="start">The first 512 bytes, or all there are.</param>
    public static string? Clause(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return "is empty";
        if (start.Length >= 2 && start[0] == 0x80 && start[1] <= 5)
            return "is a bare pickle, as PyTorch wrote before 1.6: load it in Python and save it again with torch.save";
        if (start.StartsWith("PK"u8))
            return "is a zip file: give one that torch.save wrote";
        if (start.Length > TarName && start[TarName..].StartsWith("ustar"u8))
            return "is a tar archive: unpack it, or if torch.save wrote it long ago, load it in Python and save it again";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return "is packed with gzip: unpack it";
        if (start.StartsWith("GGUF"u8))
            return "is a GGUF file";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']))
            return "is an HDF5 file";
        if (start.StartsWith("version https://git-lfs"u8))
            return "is a pointer of Git LFS and not the file itself: fetch that with git lfs pull";
        return IsText(start) ? "is a text file and holds no weights" : null;
    }

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        // The last character may be cut by the window.
        int cut = start.Length == Looked ? 3 : 0;
        for (int i = 0; i <= cut; i++)
        {
            if (Utf8.IsValid(start[..^i]))
                return !Encoding.UTF8.GetString(start[..^i]).Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f'));
        }
        return false;
    }
}
