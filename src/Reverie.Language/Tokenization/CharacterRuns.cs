using System.Buffers;
using System.Globalization;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Classes of characters and lengths of runs, over whole code points: letters and digits outside the Basic Multilingual
/// Plane are surrogate pairs, which .NET's regular expressions would take for two symbols.
/// </summary>
internal static class CharacterRuns
{
    private static readonly CharacterClass[] Table = BuildTable();

    /// <summary>Class of the code point at <paramref name="index"/> and its length in UTF-16 units.</summary>
    public static CharacterClass ClassAt(ReadOnlySpan<char> text, int index, out int length)
    {
        char unit = text[index];
        length = 1;
        if (!char.IsSurrogate(unit))
            return Table[unit];
        if (Rune.DecodeFromUtf16(text[index..], out var rune, out _) == OperationStatus.Done)
        {
            length = 2;
            return ClassOf(Rune.GetUnicodeCategory(rune));
        }
        return CharacterClass.Other;
    }

    public static CharacterClass ClassAt(ReadOnlySpan<char> text, int index) => ClassAt(text, index, out _);

    /// <summary>Where the run of <paramref name="kind"/> that starts at <paramref name="start"/> ends.</summary>
    public static int EndOfRun(ReadOnlySpan<char> text, int start, CharacterClass kind)
    {
        int end = start;
        while (end < text.Length && ClassAt(text, end, out int length) == kind)
            end += length;
        return end;
    }

    /// <summary>
    /// Length of the word at the start of a text that begins with white space, by <c>\s+(?!\S)|\s+</c>: white space before a
    /// word leaves its last character to that word.
    /// </summary>
    public static int Whitespace(ReadOnlySpan<char> text)
    {
        int end = EndOfRun(text, 0, CharacterClass.Space);
        return end == text.Length || end == 1 ? end : end - 1;
    }

    private static CharacterClass[] BuildTable()
    {
        var table = new CharacterClass[char.MaxValue + 1];
        for (int unit = 0; unit < table.Length; unit++)
            table[unit] = char.IsWhiteSpace((char)unit) ? CharacterClass.Space : ClassOf(CharUnicodeInfo.GetUnicodeCategory((char)unit));
        return table;
    }

    private static CharacterClass ClassOf(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => CharacterClass.Other,
    };
}
