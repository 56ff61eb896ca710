using System.Globalization;
using System.Text;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Advisers.Similarity;

/// <summary>What BERT's uncased tokenizer does to text before it looks for words: clean, lower case, without accents, parted at blanks and signs.</summary>
internal static class BertText
{
    private const int TwoBytes = 0x80;

    /// <summary>The words of a text; each sign and each Chinese character is one.</summary>
    internal static List<string> Words(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var parts = new List<int>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWhite(rune))
                End();
            else if (IsLeftOut(rune))
                continue;
            else if (IsChinese(rune.Value))
                Alone(rune);
            else
                Add(rune);
        }
        End();
        return words;

        void Add(Rune rune)
        {
            parts.Clear();
            if (rune.Value < TwoBytes)
                parts.Add(rune.Value);
            else
                Nfc.Decompose(rune.Value, parts);
            foreach (int part in parts)
            {
                var piece = new Rune(part);
                if (Rune.GetUnicodeCategory(piece) == UnicodeCategory.NonSpacingMark)
                    continue;
                piece = Rune.ToLowerInvariant(piece);
                if (IsSign(piece))
                    Alone(piece);
                else
                    word.Append(piece);
            }
        }

        void Alone(Rune rune)
        {
            End();
            words.Add(rune.ToString());
        }

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsWhite(Rune rune) => rune.Value is '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsLeftOut(Rune rune) => rune.Value is 0 or 0xFFFD || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    /// <summary>All of ASCII that is neither letter, digit nor blank, and what Unicode calls punctuation.</summary>
    private static bool IsSign(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.IsPunctuation(rune);

    private static bool IsChinese(int code) => code is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x2F800 and <= 0x2FA1F);
}
