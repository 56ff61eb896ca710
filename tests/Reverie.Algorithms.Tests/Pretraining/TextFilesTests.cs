using System.Text;
using Reverie.Algorithms.Pretraining;

namespace Reverie.Algorithms.Tests.Pretraining;

public class TextFilesTests
{
    [Theory]
    [InlineData("iso-8859-1", 6)]
    [InlineData("utf-16LE-without-mark", 1)]
    public void Documents_TextThatIsNotUtf8_IsNamedWithItsOffset(string kind, int offset)
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("a.txt");
        File.WriteAllBytes(path, (kind == "iso-8859-1" ? Encoding.Latin1 : new UnicodeEncoding(bigEndian: false, byteOrderMark: false)).GetBytes("Le café est là."));

        string message = Assert.Throws<InvalidDataException>(() => TextFiles.Documents(path, "\n\n").ToList()).Message;

        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains($"offset {offset}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_ByteOrderMarks_AreObeyed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("a.txt");
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            File.WriteAllText(path, "café\n\nlà", encoding);

            Assert.Equal(["café", "là"], TextFiles.Documents(path, "\n\n"));
        }
    }
}
