using Reverie.Environments.Arrays;
using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

public sealed class EpisodeTests
{
    private readonly GoldenEpisodes _golden = new();

    [Fact]
    public void Constructor_StepsAfterTheEnd_AreDropped() => _golden.AssertEqual("raw_cut", _golden.Episode("raw"));

    [Fact]
    public void Extend_OpenEpisode_EqualsTheRecordedMerge() =>
        _golden.AssertEqual("merged", _golden.Episode("episode1").Extend(_golden.Episode("merge_input")));

    [Fact]
    public void Segment_RecordedCases_AreEqual()
    {
        var cases = _golden.Json.GetProperty("segments").EnumerateArray().ToArray();
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            var segment = _golden.Episode($"episode{item.GetProperty("episode").GetInt32()}").Segment(
                item.GetProperty("start").GetInt32(), item.GetProperty("stop").GetInt32(), item.GetProperty("should_pad").GetBoolean());
            _golden.AssertEqual(item.GetProperty("key").GetString()!, segment);
        }
    }

    [Fact]
    public void Segment_RecordedFailures_Throw()
    {
        foreach (var item in _golden.Json.GetProperty("segments_that_must_fail").EnumerateArray())
        {
            var episode = _golden.Episode($"episode{item.GetProperty("episode").GetInt32()}");
            Assert.Throws<ArgumentOutOfRangeException>(() => episode.Segment(
                item.GetProperty("start").GetInt32(), item.GetProperty("stop").GetInt32(), item.GetProperty("should_pad").GetBoolean()));
        }
    }

    [Fact]
    public void Constructor_LengthsDisagree_Throws() => Assert.Throws<ArgumentException>(
        () => EpisodeFileVersion1.Make([1, 1, 1], [1, 2], [0, 1], [0f], [false, false]));

    [Fact]
    public void Read_WrittenFile_IsTheSameEpisode()
    {
        var episode = _golden.Episode("episode0");
        var again = EpisodeFile.Read(new MemoryStream(Serialize(episode)));

        _golden.AssertEqual("episode0", again);
        Assert.Equal(episode.Fingerprint, again.Fingerprint);
        Assert.NotEqual(episode.Fingerprint, _golden.Episode("episode1").Fingerprint);
    }

    [Fact]
    public void Read_DamagedFile_ThrowsInvalidData()
    {
        byte[] bytes = Serialize(_golden.Episode("episode1"));
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => EpisodeFile.Read(new MemoryStream(bytes[..length])));
        // Every bit counts, the header's too. A few only fill up a byte, and change nothing.
        int harmless = 0;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] broken = bytes.ToArray();
            broken[bit / 8] ^= (byte)(1 << (bit % 8));
            harmless += IsSame(broken, bytes, $"bit {bit} of {bytes.Length} bytes") ? 1 : 0;
        }
        Assert.InRange(harmless, 0, 16);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    [InlineData(0x20)]
    public void Read_AnyByteReplaced_ThrowsInvalidDataOrIsTheSame(byte by)
    {
        byte[] bytes = Serialize(_golden.Episode("episode1"));
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] broken = bytes.ToArray();
            broken[at] = by;
            IsSame(broken, bytes, $"byte {at} of {bytes.Length}");
        }
    }

    /// <summary>Of damaged files: true for the same episode to the last detail, false where it was refused; anything else fails.</summary>
    private static bool IsSame(byte[] file, byte[] original, string what)
    {
        try
        {
            Assert.True(Serialize(EpisodeFile.Read(new MemoryStream(file))).AsSpan().SequenceEqual(original), $"{what} made another episode");
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    [Fact]
    public void Read_SecondFormat_IsTheSameEpisode()
    {
        byte[] newest = Serialize(_golden.Episode("episode1"));
        using var zlib = new System.IO.Compression.ZLibStream(new MemoryStream(newest[5..]), System.IO.Compression.CompressionMode.Decompress);
        using var content = new MemoryStream();
        zlib.CopyTo(content);
        byte[] all = content.ToArray();
        int body = sizeof(int) + BitConverter.ToInt32(all);
        using var second = new MemoryStream();
        second.Write([.. "RVEP"u8, 2, .. all.AsSpan(0, body)]);
        using (var packed = new System.IO.Compression.ZLibStream(second, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(all.AsSpan(body));
        Assert.Equal(newest, Serialize(EpisodeFile.Read(new MemoryStream(second.ToArray()))));
    }

    [Fact]
    public void Read_FirstFormat_IsTheSameEpisode()
    {
        var episode = _golden.Episode("episode1");
        using var stream = new MemoryStream();
        stream.Write("RVEP"u8);
        stream.WriteByte(1);
        using (var header = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            foreach (int size in episode.Layout.Observations[0].Shape)
                header.Write(size);
            header.Write(episode.Length);
        }
        using (var zlib = new System.IO.Compression.ZLibStream(stream, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(episode.Array(0));
            foreach (long action in episode.Integers)
                zlib.Write(BitConverter.GetBytes((int)action));
            foreach (float reward in episode.Rewards)
                zlib.Write(BitConverter.GetBytes(reward));
            for (int t = 0; t < episode.Length; t++)
                zlib.WriteByte(t == episode.Length - 1 && episode.End.IsOver ? (byte)1 : (byte)0);
        }
        byte[] file = stream.ToArray();
        Assert.Equal(episode.Fingerprint, EpisodeFile.Read(new MemoryStream(file)).Fingerprint);
        Assert.Throws<InvalidDataException>(() => EpisodeFile.Read(new MemoryStream(file[..^1])));
    }

    [Fact]
    public void Read_AllKindsOfArraysAndActions_AreTheSame()
    {
        var layout = new StepLayout(
            [new("image", ElementType.UInt8, [1, 2, 2], 0, 255), new("state", ElementType.Float32, [3], double.NegativeInfinity, double.PositiveInfinity),
                new("token", ElementType.Int64, [], 0, 99)],
            ["mission"], ActionSpec.Continuous([-1, -2], [1, 2]));
        var episode = new Episode(
            layout, [new byte[12], new byte[36], new byte[24]], [["go", "", "go"]], [], [0.5f, -2, 1, 2], [1, -1], new(Terminated: false, Truncated: true, Success: false));
        var again = EpisodeFile.Read(new MemoryStream(Serialize(episode)));
        Assert.Equal(episode.Fingerprint, again.Fingerprint);
        Assert.Equal(layout, again.Layout);
        Assert.Equal(["go", "", "go"], again.Text(0));
        Assert.Equal(episode.End, again.End);
        Assert.True(again.HasFinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_HeaderThatAnnouncesGigabytes_IsRefusedBeforeMemoryIsTaken(byte version)
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes(
            """{"length":2000000000,"has_final":true,"terminated":true,"truncated":false,"observations":[{"name":"image","type":"u_int8","shape":[3,64,64],"low":0,"high":255}],"texts":[],"words":[],"action":"discrete","choices":[7],"low":[],"high":[]}""");
        using var file = new MemoryStream();
        file.Write([.. "RVEP"u8, version]);
        using (Stream target = version == 2 ? file : new System.IO.Compression.ZLibStream(file, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            target.Write([.. BitConverter.GetBytes(header.Length), .. header]);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Throws<InvalidDataException>(() => EpisodeFile.Read(new MemoryStream(file.ToArray())));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1 << 20);
    }

    private static byte[] Serialize(Episode episode)
    {
        var stream = new MemoryStream();
        EpisodeFile.Write(episode, stream);
        return stream.ToArray();
    }
}
