using System.Text;
using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Torch.Tests.Serialization;

public sealed class TextGuardTests : IDisposable
{
    private const string Text = "Le café est là. 世界 😀\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<byte[], int> Bad => new()
    {
        { Encoding.Latin1.GetBytes("Le café est là."), 6 },
        { Encoding.UTF8.GetBytes("Le café")[..^1], 6 },
        { [0xEF, 0xBB, 0xBF, (byte)'a', 0xFF], 4 },
        { [0xED, 0xA0, 0x80], 0 },
        { Encoding.Unicode.GetBytes("abc"), 1 },
        { Encoding.BigEndianUnicode.GetBytes("abc"), 0 },
        { Encoding.UTF32.GetBytes("abc"), 1 },
        { [.. Enumerable.Range(1, 255).Select(value => (byte)value)], 127 },
        { [0xFF, 0xFE, (byte)'a', 0, 0, 0xD8], 4 },
        { [0xFF, 0xFE, (byte)'a', 0, (byte)'b'], 4 },
        { [0xFF, 0xFE, (byte)'a', 0, 0, 0, (byte)'b', 0], 4 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void ReadText_NotTheTextItShouldBe_NamesFileAndOffset(byte[] bytes, int offset)
    {
        string path = Write(bytes);

        string message = Assert.Throws<InvalidDataException>(() => TextGuard.ReadText(path)).Message;

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains($"at offset {offset}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void ReadText_ByteOrderMark_IsObeyedAndLeftOut(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        Assert.Equal(Text, TextGuard.ReadText(Write([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)])));
        Assert.Equal(Text, TextGuard.ReadText(Write(Encoding.UTF8.GetBytes(Text))));
    }

    [Fact]
    public void ReadJson_BadStrings_AreErrorsAtOnce()
    {
        Assert.Contains("offset 6", Assert.Throws<InvalidDataException>(() => TextGuard.ReadJson(Write([.. "{\"a\":\""u8, 0xE9, .. "\"}"u8]))).Message,
            StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => TextGuard.ReadJson(Write("{\"\\ud800\":1}"u8.ToArray())));
        Assert.Equal("é", TextGuard.ReadJson(Write([0xEF, 0xBB, 0xBF, .. "\"\\u00e9\""u8])).GetString());
    }

    private string Write(byte[] bytes)
    {
        string path = _folder.In("text");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
