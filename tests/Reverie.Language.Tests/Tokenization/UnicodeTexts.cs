using System.Text;

namespace Reverie.Language.Tests.Tokenization;

/// <summary>Texts of all that is awkward in Unicode, the same ones from one seed.</summary>
/// <param name="seed">Decides the texts.</param>
/// <param name="pieces">Pieces that come often.</param>
internal sealed class UnicodeTexts(int seed, params string[] pieces)
{
    private static readonly string[] Awkward =
    [
        "'s", "'S", "'ll", "'LL", "’s", "’re", "'\u017f", "'re", "'VE", "''", "\r\n", "\n\r", "\r", "\n", "\n\n", "\t", "\v", "\f", "\0", "\u0085", "\u00a0", "\u2028", "\u3000",
        "\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u180e", "\u001c", "\u007f", "\ufffd", "\uffff", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪", "1️⃣", "가", "각", "ㄱ", "\u1100\u1161\u11a8",
        "e\u0301", "\u0301", "a\u0316\u0301\u0327", "Å", "\u212b", "ﬁ", "İ", "ß", "ǆ", "١٢٣", "१२३", "𝟘𝟙𝟚", "Ⅷ", "½", "²", "〇", "12345678", "3.14", "the", " the", "The agent", "door",
        "<|endoftext|>", "世界", "日本語", "العربية", "שָׁלוֹם", "ไทย", "हिन्दी", "\U000e0041", "\U0010ffff", "\u0378", "\ue000", "_", "...", "!?", "\\u", "{\"a\": 1}",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    public string Next()
    {
        _text.Clear();
        for (int count = _random.Next(1, 16); count > 0; count--)
            Append();
        return _text.ToString();
    }

    private void Append()
    {
        switch (_random.Next(9))
        {
            case 0: _text.Append(' ', _random.Next(12) == 0 ? _random.Next(1, 80) : _random.Next(1, 4)); break;
            case 1: _text.Append(Scalar(0x110000)); break;
            case 2: _text.Append(Scalar(0x3000)); break;
            case 3: _text.Append(Scalar(0x80)); break;
            case 4: _text.Append((char)_random.Next(0x300, 0x370)); break;
            case 5: _text.Append("abcdefghijklmnopqrstuvwxyzST"[_random.Next(28)], _random.Next(1, 3)); break;
            case 6 when pieces.Length > 0: _text.Append(pieces[_random.Next(pieces.Length)]); break;
            default: _text.Append(Awkward[_random.Next(Awkward.Length)]); break;
        }
    }

    // Half a surrogate pair is no text to the Rust library; ours takes it for U+FFFD.
    private string Scalar(int end)
    {
        int value = _random.Next(end);
        return value is >= 0xD800 and <= 0xDFFF ? "\ufffd" : char.ConvertFromUtf32(value);
    }
}
