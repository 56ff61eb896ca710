using System.Buffers;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Reads UTF-8 in which single bytes may stand for added tokens: with an added token 'é' that is the byte 0xE9 of the vocabulary, that byte
/// is part of a character where it fits into one, and the token's text elsewhere.
/// </summary>
internal sealed class ByteLetterDecoder
{
    private readonly List<byte> _bytes = [];
    private readonly List<string?> _texts = [];

    /// <summary>Takes the bytes of a token and gives the text that became complete.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="text">The token's own text where the byte may be an added token.</param>
    public string Append(ReadOnlySpan<byte> bytes, string? text)
    {
        _bytes.AddRange(bytes);
        for (int i = 0; i < bytes.Length; i++)
            _texts.Add(text);
        return Drain(flush: false);
    }

    /// <summary>Ends the text.</summary>
    public string Flush() => Drain(flush: true);

    private string Drain(bool flush)
    {
        var output = new StringBuilder();
        while (_bytes.Count > 0)
        {
            byte[] bytes = [.. _bytes.Take(4)];
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out int length);
            if (status == OperationStatus.NeedMoreData && !flush)
                break;
            if (status == OperationStatus.Done)
                output.Append(rune.ToString());
            else if (_texts[..length].TrueForAll(text => text is null))
                output.Append('\uFFFD');
            else
                output.AppendJoin("", _texts[..length].Select(text => text ?? "\uFFFD"));
            _bytes.RemoveRange(0, length);
            _texts.RemoveRange(0, length);
        }
        return output.ToString();
    }
}
