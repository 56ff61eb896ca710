using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Reverie.Torch.Serialization;

/// <summary>
/// Where text from outside enters: bytes that are not the text they should be are an error that names file and offset, since a decoder
/// that replaces them would change the text without a word.
/// </summary>
public static class TextGuard
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], new UTF8Encoding(false, throwOnInvalidBytes: true)),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, false, throwOnInvalidCharacters: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, false, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, false, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, false, throwOnInvalidBytes: true)),
    ];

    /// <summary>Reads a file of running text: UTF-8, or what its byte order mark says (UTF-16, UTF-32).</summary>
    /// <exception cref="InvalidDataException">It is not that, or holds U+0000; file and offset are named.</exception>
    public static string ReadText(string path) => Text(ReadBytes(path), path);

    /// <summary>The bytes of a UTF-8 file, without its byte order mark.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8; file and offset are named.</exception>
    public static byte[] ReadUtf8(string path)
    {
        byte[] bytes = ReadBytes(path);
        Require(bytes, path);
        return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }

    /// <summary>Reads a file of JSON.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8; file and offset are named.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonElement ReadJson(string path) => Json(ReadUtf8(path), path);

    /// <summary>Reads JSON whose strings are all whole texts, so that looking at them cannot fail.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="name">Begins the message.</param>
    /// <exception cref="InvalidDataException">It is not UTF-8.</exception>
    /// <exception cref="JsonException">It is not JSON, or writes half a surrogate pair.</exception>
    public static JsonElement Json(ReadOnlyMemory<byte> bytes, string name)
    {
        Require(bytes.Span, name);
        try
        {
            RefuseLoneSurrogates(bytes.Span);
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException e) when (e.LineNumber is { } line)
        {
            // The library's own message quotes the rest of the file.
            throw new JsonException($"line {line + 1}, byte {e.BytePositionInLine + 1}", e);
        }
    }

    /// <summary>Refuses bytes that are not UTF-8.</summary>
    /// <exception cref="InvalidDataException">The first bad byte and where it is.</exception>
    public static void Require(ReadOnlySpan<byte> bytes, string name)
    {
        int offset = InvalidAt(bytes);
        if (offset >= 0)
            throw new InvalidDataException($"{name} is not UTF-8 (byte 0x{bytes[offset]:X2} at offset {offset}); save it as UTF-8 or fetch it again.");
    }

    /// <summary>Offset of the first byte that is not part of UTF-8; -1 where all are.</summary>
    public static int InvalidAt(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return -1;
        int offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out int length) == OperationStatus.Done)
            offset += length;
        return offset;
    }

    private static byte[] ReadBytes(string path)
    {
        OrdinaryFile.RefuseSpecial(path);
        return File.ReadAllBytes(path);
    }

    private static string Text(byte[] bytes, string path)
    {
        var (mark, encoding) = Array.Find(Marks, entry => bytes.AsSpan().StartsWith(entry.Mark));
        if (mark is null || mark.Length == Encoding.UTF8.Preamble.Length)
            Require(bytes, path);
        (mark, encoding) = (mark ?? [], encoding ?? Encoding.UTF8);
        string text = Decode(bytes.AsSpan(mark.Length), mark.Length, encoding, path);
        int zero = text.IndexOf('\0', StringComparison.Ordinal);
        return zero < 0 ? text : throw new InvalidDataException(
            $"{path} holds a zero character at offset {mark.Length + encoding.GetByteCount(text.AsSpan(0, zero))}, so it is no text, or UTF-16 without "
            + "a byte order mark; save it as UTF-8.");
    }

    private static string Decode(ReadOnlySpan<byte> bytes, int skipped, Encoding encoding, string path)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int offset = skipped + Math.Max(0, e.Index);
            throw new InvalidDataException(
                $"{path} is not the {encoding.WebName.ToUpperInvariant()} that its byte order mark announces (at offset {offset}); save it as UTF-8.", e);
        }
    }

    private static void RefuseLoneSurrogates(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0)
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException($"half a surrogate pair stands in the string at offset {reader.TokenStartIndex}", e);
        }
    }
}
