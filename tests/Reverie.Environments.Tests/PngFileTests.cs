namespace Reverie.Environments.Tests;

public sealed class PngFileTests
{
    [Fact]
    public void Encode_Picture_DecodesToTheSamePixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 3 * 3).Select(i => (byte)(i * 7))];
        Assert.Equal(pixels, PngPixels.Decode(PngFile.Encode(pixels, width: 5, height: 3), width: 5, height: 3));
    }

    [Fact]
    public void Encode_WrongSize_IsRefused() => Assert.Throws<ArgumentException>(() => PngFile.Encode([1, 2, 3], 2, 1));
}
