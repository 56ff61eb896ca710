using System.Buffers;
using System.Globalization;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>Finds added tokens in text: the leftmost first, and of several that start there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<string> _contents;

    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        _tokens = [.. tokens.OrderByDescending(token => token.Content.Length)];
        _contents = SearchValues.Create([.. _tokens.Select(token => token.Content)], StringComparison.Ordinal);
    }

    public bool IsEmpty => _tokens.Length == 0;

    /// <summary>The first match that begins at or after <paramref name="from"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the text that is not yet consumed begins.</param>
    /// <param name="start">First character that the token takes.</param>
    /// <param name="end">One past the last character that it takes.</param>
    /// <returns>The token, or null where there is none.</returns>
    public AddedToken? Find(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (int search = from; !IsEmpty && search < text.Length; search = end)
        {
            int offset = text[search..].IndexOfAny(_contents);
            if (offset < 0)
                break;
            start = search + offset;
            var token = Longest(text[start..]);
            end = start + token.Content.Length;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
                continue;
            start = token.LeftStrip ? from + text[from..start].TrimEnd().Length : start;
            end = token.RightStrip ? text.Length - text[end..].TrimStart().Length : end;
            return token;
        }
        (start, end) = (text.Length, text.Length);
        return null;
    }

    private AddedToken Longest(ReadOnlySpan<char> text)
    {
        foreach (var token in _tokens)
        {
            if (text.StartsWith(token.Content, StringComparison.Ordinal))
                return token;
        }
        throw new InvalidOperationException("The search found a token that is not there.");
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    // The regular expression \w: letters, marks, decimal digits and connectors.
    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
}
