using System.Diagnostics;
using Reverie.Training.Media;

namespace Reverie.Training.Tests.Media;

/// <summary>Needs ffmpeg, which the launcher installs.</summary>
public sealed class VideoWriterTests : IDisposable
{
    private const string PathVariable = "PATH";
    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable(PathVariable);

    private string Video => _folder.In("video.mp4");

    private string Nowhere => _folder.In("nowhere/video.mp4");

    [Theory]
    [InlineData(0, 2, 6, 1)]
    [InlineData(-4, -2, 6, 1)]
    [InlineData(4, 2, 0, 1)]
    [InlineData(4, 2, double.NaN, 1)]
    [InlineData(4, 2, double.PositiveInfinity, 1)]
    [InlineData(4, 2, 6, 0)]
    [InlineData(4, 2, 6, int.MaxValue)]
    [InlineData(65536, 65536, 6, 1)]
    public void Constructor_SizeThatCannotBe_IsRefused(int width, int height, double fps, int scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VideoWriter(Video, width, height, fps, scale).Dispose());

    [Fact]
    public void Finish_FramesScaled_PlaysAsTheyWere()
    {
        byte[] red = [200, 30, 30], blue = [30, 30, 200];
        byte[] redBlue = [.. red, .. red, .. blue, .. blue], blueRed = [.. blue, .. blue, .. red, .. red];
        using (var video = new VideoWriter(Video, width: 4, height: 2, fps: 6, scale: 8))
        {
            for (int i = 0; i < 4; i++)
                video.Add([.. redBlue, .. redBlue]);
            video.Add([.. blueRed, .. blueRed]);
            video.Finish();
        }

        Assert.Equal("32,16,6/1,5", Probe("width,height,r_frame_rate,nb_read_frames"));
        byte[] frames = Run("ffmpeg", "-v", "error", "-i", Video, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        Assert.Equal(5 * 16 * 32 * 3, frames.Length);
        // Up to the border between two pixels: they are repeated, not blended.
        AssertColor(red, frames, frame: 0, x: 15);
        AssertColor(blue, frames, frame: 0, x: 16);
        AssertColor(blue, frames, frame: 4, x: 15);
        AssertColor(red, frames, frame: 4, x: 16);
    }

    [Fact]
    public void Finish_OddSize_IsFilledUpToAnEvenOne()
    {
        using (var video = new VideoWriter(Video, width: 17, height: 5))
        {
            video.Add(new byte[17 * 5 * 3]);
            video.Finish();
        }
        Assert.Equal("18,6", Probe("width,height"));
    }

    [Fact]
    public void Finish_FileOfThatName_IsReplacedOnlyThen()
    {
        File.WriteAllText(Video, "the one before");
        using (var video = new VideoWriter(Video, width: 16, height: 16))
        {
            video.Add(new byte[16 * 16 * 3]);
            Assert.Equal("the one before", File.ReadAllText(Video));
            video.Finish();
        }
        Assert.True(new FileInfo(Video).Length > 100);
        Assert.Equal([Video], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Dispose_Unfinished_LeavesNothing()
    {
        using (var video = new VideoWriter(Video, width: 16, height: 16))
        {
            while (Directory.GetFiles(_folder.Path).Length == 0)
                video.Add(new byte[16 * 16 * 3]); // until ffmpeg has begun its file
        }
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Add_FrameOfAnotherSize_SaysBothSizes()
    {
        using var video = new VideoWriter(Video, width: 4, height: 2);
        var error = Assert.Throws<ArgumentException>(() => video.Add(new byte[23]));
        Assert.StartsWith("A frame of this video has 24 bytes, not 23.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NoFfmpeg_SaysWhatToInstall()
    {
        Environment.SetEnvironmentVariable(PathVariable, _folder.Path);
        var error = Assert.Throws<IOException>(() => new VideoWriter(Video, width: 16, height: 16));
        Assert.Equal("No video can be written because ffmpeg is not on the PATH; install it (apt-get install ffmpeg).", error.Message);
    }

    [Fact]
    public void Finish_FfmpegFailed_CarriesItsReason()
    {
        using var video = new VideoWriter(Nowhere, width: 16, height: 16);
        AssertReason(Assert.Throws<IOException>(video.Finish));
    }

    /// <summary>The frames are more than the pipe holds, so that it is here that ffmpeg's end shows.</summary>
    [Fact]
    public void Add_FfmpegFailed_CarriesItsReason()
    {
        using var video = new VideoWriter(Nowhere, width: 1000, height: 1000);
        AssertReason(Assert.Throws<IOException>(() =>
        {
            for (int i = 0; i < 100; i++)
                video.Add(new byte[3_000_000]);
        }));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PathVariable, _path);
        _folder.Dispose();
    }

    private void AssertReason(IOException error)
    {
        Assert.StartsWith($"ffmpeg could not write {Nowhere}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("No such file or directory", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What the file says of itself, separated by commas.</summary>
    private string Probe(string entries) => System.Text.Encoding.UTF8.GetString(
        Run("ffprobe", "-v", "error", "-count_frames", "-show_entries", $"stream={entries}", "-of", "csv=p=0", Video)).Trim();

    private static byte[] Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }

    /// <summary>In the middle row of a frame of 32x16; H.264 keeps colours nearly.</summary>
    private static void AssertColor(byte[] expected, byte[] frames, int frame, int x)
    {
        var pixel = frames.AsSpan(((((frame * 16) + 8) * 32) + x) * 3, 3);
        for (int channel = 0; channel < 3; channel++)
            Assert.InRange(pixel[channel], expected[channel] - 12, expected[channel] + 12);
    }
}
