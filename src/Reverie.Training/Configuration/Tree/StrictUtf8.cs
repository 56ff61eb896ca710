using System.Text;
using Reverie.Torch.Serialization;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Reads text files that must be UTF-8: a byte that is not would become another letter without a word.</summary>
internal static class StrictUtf8
{
    private const int MaxBytes = 16 << 20;

    /// <exception cref="ConfigException">The file is not UTF-8, too large, or cannot be read.</exception>
    public static string ReadFile(string path, string name)
    {
        try
        {
            OrdinaryFile.RefuseSpecial(path);
            if (new FileInfo(path).Length > MaxBytes)
                throw new ConfigException($"{name}: the file has more than {MaxBytes >> 20} MiB, which no configuration needs.");
            return Decode(File.ReadAllBytes(path), name);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{name}: the file cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        int offset = TextGuard.InvalidAt(bytes);
        if (offset < 0)
            return Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        int line = 1 + bytes[..offset].Count((byte)'\n');
        throw new ConfigException($"{name}:{line}: the file is not UTF-8 (byte 0x{bytes[offset]:X2} at offset {offset}); save it as UTF-8.");
    }
}
