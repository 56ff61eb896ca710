using System.IO.Compression;
using System.Runtime.InteropServices;
using Reverie.Environments.Arrays;
using Reverie.Training.Media;

namespace Reverie.Play.Recording;

/// <summary>
/// Writes what is played as a video and as arrays: <c>recording_0001.mp4</c> and <c>recording_0001.npz</c> with <c>frames</c> [T, H, W, 3],
/// <c>actions</c> (the one that led to the frame), <c>rewards</c> and <c>ends</c>. Frames wait in a file, not in memory.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private const int VideoHeight = 256, Gap = 2;

    private readonly string _folder, _partial;
    private readonly FileStream _frames;
    private readonly VideoWriter _video;
    private readonly Panel _form;
    private readonly List<long> _integers = [];
    private readonly List<float> _numbers = [], _rewards = [];
    private readonly List<bool> _ends = [];
    private readonly int _panels;
    private int _size = 1;
    private bool _isContinuous;

    /// <param name="folder">Where both files go.</param>
    /// <param name="panels">What is played, of the sizes that all frames will have.</param>
    /// <param name="framesPerSecond">Of the video.</param>
    /// <exception cref="IOException">Nothing can be written, or ffmpeg is missing.</exception>
    internal Recorder(string folder, IReadOnlyList<Panel> panels, double framesPerSecond)
    {
        (_folder, _form, _panels) = (Directory.CreateDirectory(folder).FullName, panels[0], panels.Count);
        (Name, _partial) = FreeName(_folder);
        _frames = new FileStream(_partial, FileMode.Create, FileAccess.ReadWrite);
        var (pixels, width, height) = Sheet(panels);
        _ = pixels;
        _video = new VideoWriter(Path.Combine(_folder, $"{Name}.mp4"), width, height, framesPerSecond, Math.Max(1, VideoHeight / height));
    }

    /// <summary>The files' name without extension.</summary>
    internal string Name { get; }

    /// <summary>Frames so far.</summary>
    internal int Count => _rewards.Count;

    /// <summary>Whether frames of these panels go into this recording.</summary>
    internal bool Fits(IReadOnlyList<Panel> panels) => panels.Count == _panels && (panels[0].Height, panels[0].Width) == (_form.Height, _form.Width);

    /// <summary>Adds a frame.</summary>
    /// <param name="panels">What is to be seen.</param>
    /// <param name="action">What led to it; null at the beginning.</param>
    /// <param name="reward">What that paid.</param>
    /// <param name="ends">Whether the episode is over.</param>
    internal void Add(IReadOnlyList<Panel> panels, ActionBatch? action, double reward, bool ends)
    {
        _frames.Write(Interleaved(panels[0]));
        _video.Add(Sheet(panels).Pixels);
        if (action is not null)
            (_size, _isContinuous) = (action.Spec.Size, action.Spec.IsContinuous);
        // Before the first action stands -1, which is none.
        _integers.AddRange(action?.Integers ?? Enumerable.Repeat(-1L, _size));
        _numbers.AddRange(action?.Numbers ?? Enumerable.Repeat(0f, _size));
        _rewards.Add((float)reward);
        _ends.Add(ends);
    }

    /// <summary>Ends both files.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    internal void Finish()
    {
        _video.Finish();
        string path = Path.Combine(_folder, $"{Name}.npz");
        using (var archive = new ZipArchive(File.Create(path + ".partial"), ZipArchiveMode.Create))
        {
            _frames.Position = 0;
            NpzWriter.Add(archive, "frames", "|u1", [Count, _form.Height, _form.Width, 3], _frames);
            // The first action may stand for several numbers once it is known of how many the others are.
            if (_isContinuous)
                NpzWriter.Add(archive, "actions", "<f4", [Count, _size], MemoryMarshal.AsBytes<float>(Tail(_numbers, 0)));
            else
                NpzWriter.Add(archive, "actions", "<i8", [Count, _size], MemoryMarshal.AsBytes<long>(Tail(_integers, -1)));
            NpzWriter.Add(archive, "rewards", "<f4", [Count], MemoryMarshal.AsBytes<float>(_rewards.ToArray()));
            NpzWriter.Add(archive, "ends", "|b1", [Count], MemoryMarshal.AsBytes<bool>(_ends.ToArray()));
        }
        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <summary>Without <see cref="Finish"/> nothing is left.</summary>
    public void Dispose()
    {
        _video.Dispose();
        _frames.Dispose();
        File.Delete(_partial);
        string npz = Path.Combine(_folder, $"{Name}.npz.partial");
        if (File.Exists(npz))
            File.Delete(npz);
    }

    private T[] Tail<T>(List<T> values, T none) =>
        [.. Enumerable.Repeat(none, Math.Max(0, (Count * _size) - values.Count)), .. values.Skip(Math.Max(0, values.Count - (Count * _size)))];

    private static (string Name, string Partial) FreeName(string folder)
    {
        for (int number = 1; ; number++)
        {
            string name = $"recording_{number:D4}", partial = Path.Combine(folder, $".{name}.frames");
            if (!File.Exists(partial) && !File.Exists(Path.Combine(folder, $"{name}.mp4")) && !File.Exists(Path.Combine(folder, $"{name}.npz")))
                return (name, partial);
        }
    }

    private static (byte[] Pixels, int Width, int Height) Sheet(IReadOnlyList<Panel> panels)
    {
        var first = panels[0];
        var sheet = new FrameSheet(panels.Count, 1, first.Height, first.Width, gap: Gap);
        foreach (var (column, panel) in panels.Index())
            sheet.Place(column, 0, panel.ScaledTo(first.Height, first.Width).Pixels);
        return (sheet.Pixels, sheet.Width, sheet.Height);
    }

    private static byte[] Interleaved(Panel panel)
    {
        int area = panel.Height * panel.Width;
        byte[] pixels = new byte[3 * area];
        for (int i = 0; i < area; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (panel.Pixels[i], panel.Pixels[area + i], panel.Pixels[(2 * area) + i]);
        return pixels;
    }
}
