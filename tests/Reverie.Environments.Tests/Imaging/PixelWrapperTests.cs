using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Wrappers;

namespace Reverie.Environments.Tests.Imaging;

public sealed class PixelWrapperTests
{
    [Fact]
    public void Observe_EqualSizes_OnlyTurnsTheAxes()
    {
        var image = new ImgObsWrapper(new RgbImgObsWrapper(Worlds.Grid("MiniGrid-Empty-8x8-v0"), tileSize: 8));
        var pixels = new PixelWrapper<int>(image);
        byte[] planes = pixels.Reset(0).Data;
        byte[] interleaved = image.Reset(0).Data;
        for (int i = 0; i < 64 * 64; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                Assert.Equal(interleaved[i * 3 + channel], planes[channel * 64 * 64 + i]);
        }
    }

    [Fact]
    public void Observe_HalfSize_AveragesBlocks()
    {
        var image = new ImgObsWrapper(new RgbImgObsWrapper(Worlds.Grid("MiniGrid-Empty-8x8-v0"), tileSize: 16));
        byte[] small = new PixelWrapper<int>(image).Reset(0).Data;
        byte[] large = image.Reset(0).Data;
        for (int y = 0; y < 64; y++)
        {
            for (int x = 0; x < 64; x++)
            {
                int At(int row, int column) => large[((2 * y + row) * 128 + 2 * x + column) * 3];
                double mean = (At(0, 0) + At(0, 1) + At(1, 0) + At(1, 1)) / 4.0;
                Assert.InRange(small[y * 64 + x] - mean, -0.51, 0.51);
            }
        }
    }
}
