using System.Buffers;
using System.Globalization;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Finds added tokens in text as Hugging Face's library does: the leftmost first, and of several that start there the longest. The next one
/// is looked for behind the token itself, so it may begin within the blanks that the token before has swallowed.
/// </summary>
internal sealed class AddedTokenMatcher
{
    // Letters in circles and squares are Alphabetic, but of the category So.
    private static readonly (int First, int Last)[] AlphabeticSymbols = [(0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)];

    private readonly AddedToken[] _tokens;
    private readonly SearchValues<string> _contents;

    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        _tokens = [.. tokens.OrderByDescending(token => token.Content.Length).ThenByDescending(token => token.Special)];
        _contents = SearchValues.Create([.. _tokens.Select(token => token.Content)], StringComparison.Ordinal);
    }

    public bool IsEmpty => _tokens.Length == 0;

    /// <summary>The first match that begins at or after <paramref name="search"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the text that is not yet consumed begins.</param>
    /// <param name="search">Where to look from; afterwards where to look next.</param>
    /// <param name="taken">The characters that the token takes; nothing where the token before has swallowed all of them.</param>
    /// <returns>The token, or null where there is none.</returns>
    public AddedToken? Find(ReadOnlySpan<char> text, int from, ref int search, out (int Start, int End) taken)
    {
        while (!IsEmpty && search < text.Length)
        {
            int offset = text[search..].IndexOfAny(_contents);
            if (offset < 0)
                break;
            int start = search + offset;
            var token = Longest(text[start..]);
            int end = start + token.Content.Length;
            search = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
                continue;
            start = token.LeftStrip ? Math.Max(text[..start].TrimEnd().Length, from) : start;
            end = token.RightStrip ? text.Length - text[end..].TrimStart().Length : end;
            taken = (start, end);
            return token;
        }
        taken = (text.Length, text.Length);
        return null;
    }

    /// <summary>The regular expression <c>\w</c> of Rust: Alphabetic, marks, decimal digits, connectors and joiners.</summary>
    internal static bool IsWord(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
        || rune.Value is 0x200C or 0x200D
        || Array.Exists(AlphabeticSymbols, range => rune.Value >= range.First && rune.Value <= range.Last);

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
}
