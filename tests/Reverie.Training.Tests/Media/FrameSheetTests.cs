using Reverie.Environments;
using Reverie.Training.Media;

namespace Reverie.Training.Tests.Media;

public sealed class FrameSheetTests
{
    /// <summary>Two rows of one pixel: red, green and blue planes [3, 2, 1].</summary>
    private static readonly byte[] Frame = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Place_Frames_LieAtTheirPlacesWithBlackBetween()
    {
        var sheet = new FrameSheet(columns: 2, rows: 2, frameHeight: 2, frameWidth: 1, gap: 1);
        sheet.Place(0, 0, Frame);
        sheet.Place(1, 1, [.. Frame.Select(value => (byte)(value * 10))]);

        Assert.Equal((3, 5), (sheet.Width, sheet.Height));
        byte[][] rows =
        [
            [1, 3, 5, 0, 0, 0, 0, 0, 0],
            [2, 4, 6, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 10, 30, 50],
            [0, 0, 0, 0, 0, 0, 20, 40, 60],
        ];
        Assert.Equal(rows.SelectMany(row => row), sheet.Pixels);
    }

    [Fact]
    public void Place_Scaled_RepeatsEachPixelInBothDirections()
    {
        var sheet = new FrameSheet(columns: 1, rows: 1, frameHeight: 2, frameWidth: 2, scale: 2, gap: 7);
        sheet.Place(0, 0, [1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24]);

        Assert.Equal((4, 4), (sheet.Width, sheet.Height)); // a gap lies between pictures only
        byte[] upper = [1, 11, 21, 1, 11, 21, 2, 12, 22, 2, 12, 22], lower = [3, 13, 23, 3, 13, 23, 4, 14, 24, 4, 14, 24];
        Assert.Equal([.. upper, .. upper, .. lower, .. lower], sheet.Pixels);
    }

    [Fact]
    public void Place_ScaledSecondColumn_BeginsBehindTheGap()
    {
        var sheet = new FrameSheet(columns: 2, rows: 1, frameHeight: 1, frameWidth: 1, scale: 2, gap: 3);
        sheet.Place(1, 0, [7, 8, 9]);

        Assert.Equal((7, 2), (sheet.Width, sheet.Height));
        byte[] row = [.. new byte[15], 7, 8, 9, 7, 8, 9];
        Assert.Equal([.. row, .. row], sheet.Pixels);
    }

    [Fact]
    public void Place_Again_ReplacesTheFrame()
    {
        var sheet = new FrameSheet(columns: 1, rows: 1, frameHeight: 2, frameWidth: 1);
        sheet.Place(0, 0, [9, 9, 9, 9, 9, 9]);
        sheet.Place(0, 0, Frame);
        Assert.Equal([1, 3, 5, 2, 4, 6], sheet.Pixels);
    }

    [Theory]
    [InlineData(0, 1, 2, 1, 1, 0)]
    [InlineData(1, -1, 2, 1, 1, 0)]
    [InlineData(1, 1, 0, 1, 1, 0)]
    [InlineData(1, 1, 2, -1, 1, 0)]
    [InlineData(1, 1, 2, 1, 0, 0)]
    [InlineData(1, 1, 2, 1, 1, -1)]
    [InlineData(-1, -1, 2, 1, 1, 0)] // the product of two mistakes is positive
    [InlineData(65536, 65536, 1, 1, 1, 0)] // 2^32 pixels, which would wrap to none
    [InlineData(40000, 40000, 1, 1, 1, 0)] // 1.6 billion pixels fit an int, their bytes do not
    [InlineData(int.MaxValue, 1, 2, 64, 4, 4)]
    [InlineData(1, 1, int.MaxValue, 1, int.MaxValue, int.MaxValue)]
    public void Constructor_SizeThatCannotBe_IsRefused(int columns, int rows, int height, int width, int scale, int gap) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameSheet(columns, rows, height, width, scale, gap));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    public void Place_OutsideTheSheet_IsRefused(int column, int row)
    {
        var sheet = new FrameSheet(columns: 2, rows: 2, frameHeight: 2, frameWidth: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => sheet.Place(column, row, Frame));
        Assert.All(sheet.Pixels, pixel => Assert.Equal(0, pixel));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Place_PictureOfAnotherSize_IsRefused(int bytes)
    {
        var sheet = new FrameSheet(columns: 1, rows: 1, frameHeight: 2, frameWidth: 1);
        Assert.Contains($"6 bytes, not {bytes}", Assert.Throws<ArgumentException>(() => sheet.Place(0, 0, new byte[bytes])).Message);
    }

    [Fact]
    public void Save_Sheet_IsItsPixelsAsAPng()
    {
        using var folder = new TemporaryFolder();
        var sheet = new FrameSheet(columns: 2, rows: 1, frameHeight: 2, frameWidth: 1, scale: 3, gap: 1);
        sheet.Place(1, 0, Frame);

        sheet.Save(folder.In("sheet.png"));

        Assert.Equal(PngFile.Encode(sheet.Pixels, width: 7, height: 6), File.ReadAllBytes(folder.In("sheet.png")));
    }
}
