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
        () => new Episode(new ObservationShape(1, 1, 1), [1, 2], [0, 1], [0f], [false, false]));

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
        for (int length = 0; length < bytes.Length - 4; length += 3)
            Assert.Throws<InvalidDataException>(() => EpisodeFile.Read(new MemoryStream(bytes[..length])));
        for (int i = 0; i < 25; i++)
        {
            byte[] broken = bytes.ToArray();
            broken[i] ^= 0x80;
            Assert.Throws<InvalidDataException>(() => EpisodeFile.Read(new MemoryStream(broken)));
        }
    }

    private static byte[] Serialize(Episode episode)
    {
        var stream = new MemoryStream();
        EpisodeFile.Write(episode, stream);
        return stream.ToArray();
    }
}
