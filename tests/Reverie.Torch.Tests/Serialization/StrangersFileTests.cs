using System.Diagnostics;
using System.IO.Compression;
using Reverie.Torch.Serialization;

namespace Reverie.Torch.Tests.Serialization;

/// <summary>Files of the field: what torch.save writes for bytes, foreign formats, pickles made to exhaust; see golden/loading.</summary>
public sealed class StrangersFileTests
{
    [Theory]
    [InlineData("bytes.pt")]
    [InlineData("min_bytes.pt")]
    [InlineData("min_empty.pt")]
    [InlineData("empty.pt")]
    [InlineData("hi.pt")]
    [InlineData("bytearray.pt")]
    [InlineData("p5ba.pt")]
    public void Load_Bytes_GivesThem(string name)
    {
        var root = Assert.IsType<PickleDictionary>(TorchArchive.Load(Golden.PathOf($"loading/10-pt-bytes/{name}")));
        byte[] bytes = Assert.IsType<byte[]>(root["a"]);
        Assert.Equal(name switch { "bytes.pt" or "min_bytes.pt" => [97, 98, 99], "hi.pt" => [255, 0], "empty.pt" or "min_empty.pt" => [], _ => bytes }, bytes);
    }

    [Fact]
    public void Load_BytesInAnotherEncoding_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => TorchArchive.Load(Golden.PathOf("loading/10-pt-bytes/enc_utf16.pt")));

    [Fact]
    public void Open_NullMetadata_IsNone()
    {
        using var file = SafeTensorsFile.Open(Golden.PathOf("loading/34-safetensors-null-metadata/meta-null.safetensors"));
        Assert.Empty(file.Metadata);
        Assert.Equal(["a"], file.Names);
    }

    [Fact]
    public void Load_LegacyTorchFile_SaysWhatItIs() => AssertSays("before 1.6", Golden.PathOf("loading/41-legacy-pt/legacy.pt"));

    [Theory]
    [InlineData("# Reverie\n\nA text of some length.\n", "text file")]
    [InlineData("<!DOCTYPE html><html></html>", "text file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "Git LFS")]
    [InlineData("", "empty")]
    public void Load_ForeignText_SaysWhatItIs(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("x.pt"), text);
        AssertSays(expected, folder.In("x.pt"));
    }

    [Fact]
    public void Load_CollidingKeys_TakesNoTime()
    {
        var watch = Stopwatch.StartNew();
        Record.Exception(() => TorchArchive.Load(Golden.PathOf("loading/pickle-collide-20000.pt")));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1);
    }

    [Theory]
    [InlineData((byte)'}')]
    [InlineData((byte)']')]
    public void Load_FileOfEmptyContainers_StaysWithinItsBudget(byte code)
    {
        using var folder = new TemporaryFolder();
        byte[] pickle = new byte[4 << 20];
        // [ ... "append an empty one" ...
        (pickle[0], pickle[1], pickle[2]) = (0x80, 2, (byte)']');
        for (int i = 3; i + 1 < pickle.Length; i += 2)
            (pickle[i], pickle[i + 1]) = (code, (byte)'a');
        pickle[^1] = (byte)'.';
        using (var zip = ZipFile.Open(folder.In("x.pt"), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
            entry.Write(pickle);
        }
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Throws<InvalidDataException>(() => TorchArchive.Load(folder.In("x.pt")));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 256L << 20);
    }

    private static void AssertSays(string expected, string path) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => StateDictFile.Load(path)).Message, StringComparison.Ordinal);
}
