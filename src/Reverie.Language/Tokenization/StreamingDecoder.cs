using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Turns ids into text as they come: characters whose bytes are spread over several tokens appear once they are complete.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly BpeTokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly ByteLetterDecoder? _byteLetters;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    internal StreamingDecoder(BpeTokenizer tokenizer, bool skipSpecialTokens)
    {
        (_tokenizer, _skipSpecialTokens) = (tokenizer, skipSpecialTokens);
        _byteLetters = tokenizer.HasByteLetters ? new ByteLetterDecoder() : null;
    }

    /// <summary>Takes the next id and gives the text that became complete with it, often one word, sometimes none.</summary>
    public string Append(int id) => _byteLetters is null
        ? Convert(_tokenizer.BytesOf(id, _skipSpecialTokens), flush: false)
        : _byteLetters.Append(_tokenizer.BytesOf(id, _skipSpecialTokens), _tokenizer.ByteLetter(id));

    /// <summary>Ends the text: what is left of an incomplete character comes out as U+FFFD, and the decoder starts anew.</summary>
    public string Flush() => _byteLetters is null ? Convert([], flush: true) : _byteLetters.Flush();

    private string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> chars = stackalloc char[128];
        if (_decoder.GetCharCount(bytes, flush) is var count && count > chars.Length)
            chars = new char[count];
        return new string(chars[.._decoder.GetChars(bytes, chars, flush)]);
    }
}
