using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Reverie.Environments.Conformance;

/// <summary>Files of one JSON document a line, plain or gzipped.</summary>
public static class JsonLines
{
    /// <summary>The lines of a <c>.jsonl</c> or <c>.jsonl.gz</c> file, empty ones left out.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is not UTF-8; the message names file, line and byte.</exception>
    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}': give a .jsonl or .jsonl.gz file.", path);
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        // Latin-1 keeps every byte as it is, so that each line can be looked at before it is taken for UTF-8.
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            string text = Decode(Encoding.Latin1.GetBytes(line), path, ++number);
            if (!string.IsNullOrWhiteSpace(text))
                yield return text;
        }
    }

    private static string Decode(ReadOnlySpan<byte> line, string path, int number)
    {
        if (!Utf8.IsValid(line))
        {
            int offset = 0;
            while (Rune.DecodeFromUtf8(line[offset..], out _, out int length) == OperationStatus.Done)
                offset += length;
            throw new InvalidDataException($"{path}:{number} is not UTF-8 (byte 0x{line[offset]:X2}, number {offset + 1} of the line); save it as UTF-8.");
        }
        return Encoding.UTF8.GetString(number == 1 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line);
    }
}
