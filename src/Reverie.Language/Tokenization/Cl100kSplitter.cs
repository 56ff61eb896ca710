using System.Text.Json.Nodes;

namespace Reverie.Language.Tokenization;

/// <summary>
/// The words of cl100k, Llama 3 and Qwen: contractions of either case, any one symbol or space before a word of letters, numbers cut
/// after a few digits, line ends gathered.
/// </summary>
/// <param name="maxDigits">Digits to a piece: 1 for Qwen, 3 for Llama 3.</param>
internal sealed class Cl100kSplitter(int maxDigits) : Splitter
{
    public const string SingleDigitPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string ThreeDigitPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // Under case folding U+017F, the long s, is an s as well.
    private const char LongS = '\u017f';

    public override JsonObject ToJson() => SplitBy(maxDigits == 1 ? SingleDigitPattern : ThreeDigitPattern);

    public override int FirstPiece(ReadOnlySpan<char> text)
    {
        int contraction = Contraction(text);
        if (contraction > 0)
            return contraction;
        var first = CharacterRuns.ClassAt(text, 0, out int firstLength);
        if (first == CharacterClass.Letter)
            return CharacterRuns.EndOfRun(text, 0, CharacterClass.Letter);
        if (first == CharacterClass.Number)
            return Digits(text);
        if (text[0] is not ('\r' or '\n') && IsAt(text, firstLength, CharacterClass.Letter))
            return CharacterRuns.EndOfRun(text, firstLength, CharacterClass.Letter);
        int start = text[0] == ' ' ? 1 : 0;
        return IsAt(text, start, CharacterClass.Other) ? Symbols(text, start) : Whitespace(text);
    }

    private static bool IsAt(ReadOnlySpan<char> text, int index, CharacterClass kind) =>
        index < text.Length && CharacterRuns.ClassAt(text, index) == kind;

    private static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 'S' or LongS or 't' or 'T' or 'm' or 'M' or 'd' or 'D', ..] => 2,
        ['\'', 'r' or 'R' or 'v' or 'V', 'e' or 'E', ..] or ['\'', 'l' or 'L', 'l' or 'L', ..] => 3,
        _ => 0,
    };

    private int Digits(ReadOnlySpan<char> text)
    {
        int end = 0;
        for (int count = 0; count < maxDigits && end < text.Length && CharacterRuns.ClassAt(text, end, out int length) == CharacterClass.Number; count++)
            end += length;
        return end;
    }

    private static int Symbols(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterRuns.EndOfRun(text, start, CharacterClass.Other);
        while (end < text.Length && text[end] is '\r' or '\n')
            end++;
        return end;
    }

    // White space up to its last line end is one piece; without a line end GPT-2's rule holds.
    private static int Whitespace(ReadOnlySpan<char> text)
    {
        int lastLineEnd = text[..CharacterRuns.EndOfRun(text, 0, CharacterClass.Space)].LastIndexOfAny('\r', '\n');
        return lastLineEnd >= 0 ? lastLineEnd + 1 : CharacterRuns.Whitespace(text);
    }
}
