using System.Globalization;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

public class NfcTests
{
    [Fact]
    public void Normalize_UnicodeConsortiumCases_GivesFormC()
    {
        var lines = File.ReadLines(Repository.Golden("unicode", "nfc.txt"));
        int count = 0;
        foreach (string line in lines.Where(line => line.Length > 0 && line[0] is not '#' and not '@'))
        {
            string[] columns = line.Split(';');
            Assert.Equal(Text(columns[1]), Nfc.Normalize(Text(columns[0])));
            Assert.Equal(Text(columns[1]), Nfc.Normalize(Text(columns[1])));
            count++;
        }
        Assert.True(count > 300, $"Only {count} cases were found.");
    }

    [Theory]
    [InlineData("plain ASCII and é", false)]
    [InlineData("世界模型 한국어", false)]
    [InlineData("e\u0301", true)]
    [InlineData("\u212b", true)]
    [InlineData("\u1100\u1161", true)]
    public void MayChange_Text_TellsWhetherToLook(string text, bool expected) => Assert.Equal(expected, Nfc.MayChange(text));

    [Fact]
    public void Normalize_LongRunOfMarks_StaysFast()
    {
        string marks = "a" + string.Concat(Enumerable.Repeat("\u0315\u0300", 100_000));

        Assert.Equal(100_000, Nfc.Normalize(marks).Count(c => c == '\u0315'));
    }

    private static string Text(string codePoints) =>
        string.Concat(codePoints.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
