using Reverie.Environments.Conformance;

namespace Reverie.Environments.Tests.Conformance;

public class JsonLinesTests
{
    [Fact]
    public void Read_LineThatIsNotUtf8_IsNamed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("a.jsonl");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "{\"a\":\"é\"}\r\n\n{\"b\":\""u8, 0xE9, .. "\"}\n"u8]);
        var lines = JsonLines.Read(path).GetEnumerator();

        Assert.True(lines.MoveNext());
        Assert.Equal("{\"a\":\"é\"}", lines.Current);
        Assert.Contains($"{path}:3 is not UTF-8 (byte 0xE9, number 7", Assert.Throws<InvalidDataException>(() => lines.MoveNext()).Message, StringComparison.Ordinal);
    }
}
