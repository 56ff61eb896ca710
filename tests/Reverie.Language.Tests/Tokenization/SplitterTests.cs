using System.Text.RegularExpressions;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

public class SplitterTests
{
    public static TheoryData<string> Patterns => [Gpt2Splitter.Pattern, Cl100kSplitter.SingleDigitPattern, Cl100kSplitter.ThreeDigitPattern];

    /// <summary>Inside the Basic Multilingual Plane, .NET's regular expressions mean the same as ours.</summary>
    [Theory]
    [MemberData(nameof(Patterns))]
    public void FirstPiece_RandomText_AgreesWithTheRegularExpression(string pattern)
    {
        var splitter = SplitterOf(pattern);
        var expression = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        var random = new Random(9);
        const string Alphabet = "aZsSdDtTmMlLrRvVeEéβ世'''1٣Ⅷ½   \n\r\t\u0085\u00a0\u3000\u200b\ufeff\u180e\u0301!.-_\0\u001c";
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

            Assert.Equal(expression.Matches(text).Select(match => match.Value), Pieces(splitter, text));
        }
    }

    [Theory]
    [InlineData("12345678 9", "1|2|3|4|5|6|7|8| |9", "123|456|78| |9")]
    [InlineData("\U0001d7d8\U0001d7d9\U0001d7da\U0001d7db", "\U0001d7d8|\U0001d7d9|\U0001d7da|\U0001d7db", "\U0001d7d8\U0001d7d9\U0001d7da|\U0001d7db")]
    [InlineData("'\u017fit'Sit", "'\u017f|it|'S|it", "'\u017f|it|'S|it")]
    [InlineData("x\U00020000\U0001d465!\U0001d400", "x\U00020000\U0001d465|!\U0001d400", "x\U00020000\U0001d465|!\U0001d400")]
    [InlineData("\U0001f600a \U0001f600\n\n", "\U0001f600a| \U0001f600\n\n", "\U0001f600a| \U0001f600\n\n")]
    public void FirstPiece_Cl100k_CutsWholeCodePoints(string text, string single, string three)
    {
        Assert.Equal(single.Split('|'), Pieces(new Cl100kSplitter(maxDigits: 1), text));
        Assert.Equal(three.Split('|'), Pieces(new Cl100kSplitter(maxDigits: 3), text));
    }

    [Fact]
    public void FirstPiece_Digits_CutsNumbersAloneOrTogether()
    {
        Assert.Equal(["ab ", "1", "2", " c", "½"], Pieces(new DigitsSplitter(individual: true), "ab 12 c½"));
        Assert.Equal(["ab ", "12", " c", "½"], Pieces(new DigitsSplitter(individual: false), "ab 12 c½"));
    }

    private static Splitter SplitterOf(string pattern) => pattern switch
    {
        Gpt2Splitter.Pattern => new Gpt2Splitter(),
        Cl100kSplitter.SingleDigitPattern => new Cl100kSplitter(maxDigits: 1),
        _ => new Cl100kSplitter(maxDigits: 3),
    };

    private static List<string> Pieces(Splitter splitter, string text)
    {
        var pieces = new List<string>();
        for (var rest = text.AsSpan(); !rest.IsEmpty; rest = rest[pieces[^1].Length..])
            pieces.Add(rest[..splitter.FirstPiece(rest)].ToString());
        return pieces;
    }
}
