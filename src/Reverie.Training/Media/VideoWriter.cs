using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Reverie.Training.Media;

/// <summary>Writes RGB frames to an H.264 video through an ffmpeg process. The file appears under its name when it is whole.</summary>
public sealed class VideoWriter : IDisposable
{
    private readonly Process _ffmpeg;
    private readonly string _path;
    private readonly string _partial;
    private readonly int _frameBytes;
    private readonly Task<string> _errors;

    /// <param name="path">Where the .mp4 goes.</param>
    /// <param name="width">Pixels of a frame before scaling.</param>
    /// <param name="height">Pixels of a frame before scaling.</param>
    /// <param name="fps">Frames per second.</param>
    /// <param name="scale">How many pixels each pixel becomes in both directions.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or no array holds a frame.</exception>
    /// <exception cref="IOException">ffmpeg is not installed.</exception>
    public VideoWriter(string path, int width, int height, double fps = 15, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, Array.MaxLength / 3, nameof(height));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Math.Max(width, height) * scale, int.MaxValue, nameof(scale));
        if (!(fps > 0 && double.IsFinite(fps)))
            throw new ArgumentOutOfRangeException(nameof(fps), fps, "A video shows more than no frame a second.");
        (_path, _partial, _frameBytes) = (path, Path.ChangeExtension(path, ".partial.mp4"), width * height * 3);
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, RedirectStandardError = true };
        // H.264 with 4:2:0 colours needs even sizes.
        string filter = $"scale={width * scale}:{height * scale}:flags=neighbor,pad=ceil(iw/2)*2:ceil(ih/2)*2";
        foreach (string argument in (string[])
        [
            "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{width}x{height}",
            "-r", fps.ToString(CultureInfo.InvariantCulture), "-i", "-", "-vf", filter, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18",
            "-pix_fmt", "yuv420p", "-threads", "1", _partial,
        ])
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            _ffmpeg = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException("No video can be written because ffmpeg is not on the PATH; install it (apt-get install ffmpeg).", e);
        }
        _errors = _ffmpeg.StandardError.ReadToEndAsync();
    }

    /// <summary>Adds a frame, [height, width, 3] bytes.</summary>
    /// <exception cref="IOException">ffmpeg failed; the message carries its reason.</exception>
    public void Add(ReadOnlySpan<byte> frame)
    {
        if (frame.Length != _frameBytes)
            throw new ArgumentException($"A frame of this video has {_frameBytes} bytes, not {frame.Length}.", nameof(frame));
        try
        {
            _ffmpeg.StandardInput.BaseStream.Write(frame);
        }
        catch (IOException e)
        {
            // "Broken pipe": ffmpeg has ended, and knows why.
            throw Failure(e);
        }
    }

    /// <summary>Ends the video.</summary>
    /// <exception cref="IOException">ffmpeg failed; the message carries its reason.</exception>
    public void Finish()
    {
        _ffmpeg.StandardInput.Close();
        _ffmpeg.WaitForExit();
        if (_ffmpeg.ExitCode != 0)
            throw Failure();
        File.Move(_partial, _path, overwrite: true);
    }

    public void Dispose()
    {
        if (!_ffmpeg.HasExited)
            _ffmpeg.Kill();
        _ffmpeg.Dispose();
        // Without its folder it cannot be deleted, and that would hide why there is no video.
        if (File.Exists(_partial))
            File.Delete(_partial);
    }

    private IOException Failure(Exception? inner = null) => new($"ffmpeg could not write {_path}: {_errors.Result.Trim().Split('\n')[^1]}", inner);
}
