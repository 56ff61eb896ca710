using Google.Protobuf;
using Reverie.Training.Metrics;

namespace Reverie.Training.Tests.Metrics;

/// <summary>A resumed run looks the same in each of TensorBoard's readers: as if what came after the checkpoint had never been.</summary>
public sealed class TensorBoardResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = FixedTime.AtNoon();

    private TensorBoardReaders Readers => new(_folder.Path);

    private string[] Files => [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Constructor_Resumed_AllReadersSeeTheStepsBeforeAndTheNewOnes()
    {
        Log(null, 1..5, "a", "b");
        Log(3, 4..6, "a");

        Readers.AssertAll("a", "1:1 2:1 3:1 4:2 5:2 6:2");
        Readers.AssertAll("b", "1:1 2:1 3:1");
    }

    [Fact]
    public void Constructor_FilesOfAnEarlierVersion_WhatTheirOwnResumeVoidedGoesToo()
    {
        string golden = Repository.Golden("metrics/first-resume");
        foreach (string file in Directory.GetFiles(golden))
            File.Copy(file, _folder.In(Path.GetFileName(file)));
        Log(6, 7..8, "a");

        // a and b were logged at 1 to 5; resumed from 3, only a went on, with 40, 50 and 60.
        Readers.AssertAll("b", string.Join(' ', new TensorBoardReaders(golden).Accumulator("b").Split(' ').Take(3)));
        Readers.AssertAll("a", $"{new TensorBoardReaders(golden).Accumulator("a")} 7:3 8:3");
    }

    [Fact]
    public void Constructor_ResumedAgainAndAgain_RareTagsRecover()
    {
        Log(null, 1..9, "a", "rare");
        Log(6, 7..8, "a");
        Log(2, 3..4, "a", "rare");
        Log(4, 5..5, "a");
        Log(1, 2..2, "a");

        Readers.AssertAll("a", "1:1 2:5");
        Readers.AssertAll("rare", "1:1");
    }

    [Fact]
    public void Constructor_PicturesAndOtherEvents_AreCutLikeNumbers()
    {
        new TensorBoardWriter(_folder.Path, _time).Dispose();
        using (var file = new FileStream(Files.Single(), FileMode.Append))
        using (var records = new RecordWriter(file))
        {
            foreach (long step in (long[])[1, 2, 3])
                records.Write(Picture(step));
        }
        Log(2, 3..3, "a");

        Readers.AssertAll("picture", "1:NaN 2:NaN");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void Constructor_ResumedAtTheEdges_KeepsNothingOrAll(long step)
    {
        Log(null, 1..3, "a");
        Log(step, 1..0, "a");
        Readers.AssertAll("a", step == 0 ? "" : "1:1 2:1 3:1");
    }

    [Fact]
    public void Constructor_TailCutShort_EveryLengthLeavesTheWholeRecords()
    {
        Log(null, 1..3, "a");
        byte[] whole = File.ReadAllBytes(Files.Single());
        int[] ends = [.. Ends(whole)];
        for (int length = ends[^2]; length < whole.Length; length++)
        {
            File.WriteAllBytes(Files.Single(), whole[..length]);
            Log(9, 1..0, "a");
            Readers.AssertAll("a", "1:1 2:1");
            File.Delete(Files[^1]);
        }
    }

    [Fact]
    public void Constructor_DamagedMiddle_EveryByteCostsItsOwnRecordOnly()
    {
        Log(null, 1..4, "a");
        byte[] whole = File.ReadAllBytes(Files.Single());
        int[] ends = [.. Ends(whole)];
        for (int i = ends[2]; i < ends[3]; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x55;
            File.WriteAllBytes(Files.Single(), damaged);
            Log(9, 1..0, "a");
            Readers.AssertAll("a", "1:1 3:1 4:1");
            File.Delete(Files[^1]);
        }
    }

    [Fact]
    public void Constructor_UnfinishedCutOfADeadProcess_IsNoEventFileAndIsMadeAnew()
    {
        Log(null, 1..5, "a");
        File.WriteAllText(_folder.In(".cutting"), "half of it");
        Log(3, 4..4, "a");

        Readers.AssertAll("a", "1:1 2:1 3:1 4:2");
        Assert.Equal(2, Files.Length);
    }

    [Fact]
    public void Constructor_NothingToCut_LeavesTheFileAlone()
    {
        Log(null, 1..3, "a");
        var written = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Files[0], written);
        Log(3, 4..4, "a");
        Assert.Equal(written, File.GetLastWriteTimeUtc(Files[0]));
    }

    [Fact]
    public void Constructor_ClockPutBack_TheNewFileIsStillReadLast()
    {
        Log(null, 1..3, "a");
        _time.Advance(-TimeSpan.FromHours(1));
        Log(2, 3..4, "a");
        Log(3, 4..4, "a");
        Readers.AssertAll("a", "1:1 2:1 3:2 4:3");
    }

    [Fact]
    public void Silent_Resumed_CutsWhatCountsNoLonger()
    {
        using (var log = MetricsLog.Open(_folder.Path, _time))
        {
            for (int step = 1; step <= 5; step++)
                log.Scalars(step, new Dictionary<string, double> { ["a"] = 1 });
        }
        MetricsLog.Silent(_folder.Path, 2).Dispose();

        Readers.AssertAll("a", "1:1 2:1");
        Assert.Equal(2, File.ReadAllLines(_folder.In(JsonLinesWriter.FileName)).Length);
    }

    /// <summary>The n-th session logs n.</summary>
    private void Log(long? resumedFrom, Range steps, params string[] tags)
    {
        int session = Directory.GetFiles(_folder.Path, "*tfevents*").Length + 1;
        using var writer = new TensorBoardWriter(_folder.Path, _time, resumedFrom);
        for (int step = steps.Start.Value; step <= steps.End.Value; step++)
            writer.Scalars(step, tags.ToDictionary(tag => tag, _ => (double)session));
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private static IEnumerable<int> Ends(byte[] file)
    {
        for (int offset = 0; offset < file.Length;)
        {
            offset += 16 + (int)BitConverter.ToUInt64(file, offset);
            yield return offset;
        }
    }

    private static byte[] Picture(long step)
    {
        using var image = new MemoryStream();
        using var value = new MemoryStream();
        using var summary = new MemoryStream();
        using var whole = new MemoryStream();
        Write(image, 4, ByteString.CopyFromUtf8("a picture's bytes"));
        Write(value, 1, ByteString.CopyFromUtf8("picture"));
        Write(value, 4, ByteString.CopyFrom(image.ToArray()));
        Write(summary, 1, ByteString.CopyFrom(value.ToArray()));
        using (var output = new CodedOutputStream(whole, leaveOpen: true))
        {
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt64(step);
        }
        Write(whole, 5, ByteString.CopyFrom(summary.ToArray()));
        return whole.ToArray();
    }

    private static void Write(MemoryStream stream, int field, ByteString bytes)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(bytes);
    }
}
