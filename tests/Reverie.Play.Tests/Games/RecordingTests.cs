using System.IO.Compression;
using System.Text;
using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Play.Recording;
using Reverie.Training.Media;

namespace Reverie.Play.Tests.Games;

/// <summary>Videos and arrays of what was played.</summary>
public sealed class RecordingTests(TrainedRuns runs)
{
    [Fact]
    public void Record_SomeSteps_WritesVideoAndArrays()
    {
        using var folder = new TemporaryFolder();
        using var game = new Game(runs.Setup(runs.PpoRun) with { Recordings = folder.Path }, new() { IsYours = true });
        game.Do(GameCommand.Record);
        Assert.Equal("recording_0001", game.View.Recording);
        game.Key("ArrowLeft", isDown: true);
        game.Key("ArrowUp", isDown: true);
        game.Do(GameCommand.Record);
        Assert.Contains("Kept 3 frames as recording_0001.mp4", game.View.Message);
        Assert.True(new FileInfo(folder.In("recording_0001.mp4")).Length > 200);
        using var archive = ZipFile.OpenRead(folder.In("recording_0001.npz"));
        int side = game.View.Scene.Panels[0].Height;
        var (shape, frames) = Read(archive, "frames");
        Assert.Equal(($"(3, {side}, {side}, 3)", 3 * side * side * 3), (shape, frames.Length));
        var panel = game.View.Scene.Panels[0];
        // The last frame, interleaved.
        Assert.Equal(panel.Pixels.Take(50), Enumerable.Range(0, 50).Select(i => frames[(2 * side * side * 3) + (3 * i)]));
        Assert.Equal<long>([-1, 0, 2], Longs(Read(archive, "actions").Body));
        Assert.Equal("(3,)", Read(archive, "rewards").Shape);
        Assert.Equal(new byte[3], Read(archive, "ends").Body);
        Assert.Empty(Directory.GetFiles(folder.Path, ".*"));
    }

    [Fact]
    public void Save_EachEpisode_IsKeptOrDroppedAsAsked()
    {
        using var folder = new TemporaryFolder();
        using var game = new Game(runs.Setup(runs.IrisRun) with { Recordings = folder.Path }, new() { AsksToKeep = true, Place = Place.Dream, Horizon = 2 });
        ToTheEnd();
        Assert.True(game.View.Asks);
        Assert.False(game.Tick());
        game.Keep(false);
        Assert.False(File.Exists(folder.In("recording_0001.mp4")));
        ToTheEnd();
        game.Keep(true);
        Assert.True(File.Exists(folder.In("recording_0001.mp4")) && File.Exists(folder.In("recording_0001.npz")));
        Assert.False(game.View.Asks);

        void ToTheEnd()
        {
            for (int i = 0; i < 3 && game.View.Scene.End is null; i++)
                game.Tick();
        }
    }

    [Fact]
    public void Add_Array_IsAlignedAndNamedAsNumPyWants()
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            NpzWriter.Add(archive, "x", "|u1", [2, 3], [1, 2, 3, 4, 5, 6]);
        using var read = new ZipArchive(stream);
        using var entry = read.GetEntry("x.npy")!.Open();
        byte[] bytes = new byte[200];
        int length = entry.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Assert.Equal<byte>([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bytes[..8]);
        int header = 10 + bytes[8] + (bytes[9] << 8);
        Assert.Equal((0, 6), (header % 64, length - header));
        Assert.Equal("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", Encoding.ASCII.GetString(bytes[10..header]).TrimEnd());
        Assert.Equal((byte)'\n', bytes[header - 1]);
    }

    [Fact]
    public void Share_Pictures_CountsPixelsThatAreClearlyDifferent()
    {
        var (a, b) = (new Panel("a", 2, 2, new byte[12]), new Panel("b", 2, 2, [0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 200, 0]));
        Assert.Equal(0.25, Pictures.Share(Pictures.Difference(a, b)));
        Assert.Equal(Pictures.Difference(b, a).Pixels, Pictures.Difference(a, b).Pixels);
    }

    private static (string Shape, byte[] Body) Read(ZipArchive archive, string name)
    {
        using var entry = archive.GetEntry($"{name}.npy")!.Open();
        var all = new MemoryStream();
        entry.CopyTo(all);
        byte[] bytes = all.ToArray();
        int header = 10 + bytes[8] + (bytes[9] << 8);
        string text = Encoding.ASCII.GetString(bytes[10..header]);
        int start = text.IndexOf('(', StringComparison.Ordinal);
        return (text[start..(text.IndexOf(')', StringComparison.Ordinal) + 1)], bytes[header..]);
    }

    private static long[] Longs(byte[] bytes) => [.. bytes.Chunk(8).Select(chunk => BitConverter.ToInt64(chunk))];
}
