using Reverie.Language.Quantization;

namespace Reverie.Language.Tests.Quantization;

public class CascadeSumTests
{
    /// <summary>Bits that torch.mean gives on one thread with AVX2 for the numbers (2654435761 i mod 2^24) / 2^24.</summary>
    [Theory]
    [InlineData(1, 0x00000000u)]
    [InlineData(3, 0x3e5de6c4u)]
    [InlineData(5, 0x3edde6c3u)]
    [InlineData(7, 0x3eba9101u)]
    [InlineData(8, 0x3ec453d6u)]
    [InlineData(31, 0x3ef3dfa6u)]
    [InlineData(300, 0x3efe54edu)]
    [InlineData(513, 0x3eff5c04u)]
    [InlineData(2048, 0x3effce4eu)]
    [InlineData(20001, 0x3effe094u)]
    [InlineData(600000, 0x3efffe60u)]
    public void Mean_OfPyTorchsNumbers_HasItsBits(int count, uint bits)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => (i * 2654435761L % (1 << 24)) / (float)(1 << 24))];

        Assert.Equal(bits, BitConverter.SingleToUInt32Bits(CascadeSum.Mean(values)));
    }
}
