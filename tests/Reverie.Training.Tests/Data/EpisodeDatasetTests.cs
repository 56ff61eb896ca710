using System.Text.Json;
using Reverie.Environments.Arrays;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Data;

public sealed class EpisodeDatasetTests
{
    private readonly GoldenEpisodes _golden = new();

    [Fact]
    public void Sample_RecordedDraws_GiveTheRecordedBatches()
    {
        foreach (var item in _golden.Json.GetProperty("batches").EnumerateArray())
        {
            var dataset = _golden.Dataset();
            var batch = new SegmentBatch(item.GetProperty("batch_num_samples").GetInt32(), item.GetProperty("sequence_length").GetInt32(), dataset[0].Layout);
            Array.Fill(batch.Observations[0].Bytes, (byte)7); // A reused batch must not leak what it held.
            Array.Fill(batch.MaskPadding, true);
            var draws = new ScriptedDraws(ReadDraws(item.GetProperty("draws_in_order")));

            dataset.Sample(draws, item.GetProperty("sample_from_start").GetBoolean() ? SampleFrom.Start : SampleFrom.Stop, batch);

            Assert.True(draws.IsExhausted);
            _golden.AssertEqual(item.GetProperty("key").GetString()!, batch);
        }
    }

    [Fact]
    public void Sample_LastOfIncomplete_IsLeftOut()
    {
        var dataset = new EpisodeDataset();
        dataset.Add(Open(6));
        dataset.Add(Open(4));
        var random = new SeededRandom(1, "sampling");
        // Of the first two steps are left, of the second none.
        Assert.Equal([(0, 0), (0, 1)], Drawn(4));
        Assert.False(dataset.CanSample(6));
        Assert.Throws<InvalidOperationException>(() => Drawn(6));
        dataset.Cut(1);
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (1, 3)], Drawn(4));
        Assert.Equal([(1, 0), (1, 1), (1, 2), (1, 3)], Drawn(6));

        IEnumerable<(int, int)> Drawn(int ignored)
        {
            var batch = new SegmentBatch(200, 1, dataset[0].Layout);
            dataset.Sample(random, SampleFrom.Start, batch, ignored);
            return batch.Segments.Select(segment => (segment.EpisodeId, segment.Start)).Distinct().Order();
        }
    }

    [Fact]
    public void Traverse_RecordedCases_AreEqual()
    {
        foreach (var item in _golden.Json.GetProperty("traverse").EnumerateArray())
        {
            string key = item.GetProperty("key").GetString()!;
            var batches = _golden.Dataset().Traverse(item.GetProperty("batch_num_samples").GetInt32(), item.GetProperty("chunk_size").GetInt32()).ToArray();

            Assert.Equal(
                item.GetProperty("batch_shapes").EnumerateArray().Select(shape => (shape[0].GetInt32(), shape[1].GetInt32())),
                batches.Select(batch => (batch.Count, batch.SequenceLength)));
            Assert.Equal(_golden.Tensors.Read<long>($"{key}.actions"), batches.SelectMany(batch => batch.Actions.Integers));
            Assert.Equal(_golden.Tensors.Read<bool>($"{key}.mask_padding"), batches.SelectMany(batch => batch.MaskPadding));
        }
    }

    [Fact]
    public void Bounded_RecordedOperations_KeepAndSaveTheRecordedEpisodes()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path, keepLast: 1);
        var dataset = new EpisodeDataset(maxEpisodes: 2);
        string[] onDisk = [];
        foreach (var item in _golden.Json.GetProperty("bounded").EnumerateArray())
        {
            var result = item.GetProperty("result");
            switch (item.GetProperty("op").GetString())
            {
                case "add":
                    Assert.Equal(result.GetInt32(), dataset.Add(_golden.Episode($"episode{item.GetProperty("arg").GetInt32()}")));
                    break;
                case "update":
                    // The recording extends an open episode of 9 steps by 2.
                    dataset.Extend(item.GetProperty("arg").GetInt32(), FirstSteps(_golden.Episode("merge_input"), 2));
                    break;
                case "sync":
                    store.Save(1, dataset.CheckpointFiles("dataset"));
                    var checkpoint = store.LoadNewest().Checkpoint!;
                    string[] now = [.. checkpoint.Names];
                    var saved = store.Save(2, dataset.CheckpointFiles("dataset"));
                    Assert.Equal(["dataset/index.json"], saved.Written.Where(name => name != CheckpointFileName)); // Nothing changed since.
                    Assert.Equal(result.GetProperty("write").EnumerateArray().Select(id => $"dataset/{id}.episode"), now.Where(IsEpisode).Except(onDisk));
                    Assert.Equal(onDisk.Where(IsEpisode).Except(now), result.GetProperty("delete").EnumerateArray()
                        .Select(id => $"dataset/{id}.episode").Intersect(onDisk));
                    onDisk = now;
                    break;
            }
            Assert.Equal(
                item.GetProperty("id_to_queue_idx").EnumerateObject().OrderBy(pair => pair.Value.GetInt32()).Select(pair => int.Parse(pair.Name)), dataset.Ids);
            Assert.Equal(item.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32()), dataset.Episodes.Select(episode => episode.Length));
            Assert.Equal(item.GetProperty("num_seen").GetInt32(), dataset.EpisodesSeen);
        }
    }

    [Fact]
    public void Restore_SavedDataset_SamplesTheSame()
    {
        using var folder = new TemporaryFolder();
        var dataset = _golden.Dataset();
        var store = new CheckpointStore(folder.Path, keepLast: 1);
        store.Save(1, dataset.CheckpointFiles("dataset"));
        var restored = new EpisodeDataset();

        restored.Restore(store.LoadNewest().Checkpoint!, "dataset");

        Assert.Equal((dataset.Count, dataset.StepCount, dataset.EpisodesSeen), (restored.Count, restored.StepCount, restored.EpisodesSeen));
        SegmentBatch a = new(16, 5, dataset[0].Layout), b = new(16, 5, dataset[0].Layout);
        dataset.Sample(new SeededRandom(3), SampleFrom.Stop, a);
        restored.Sample(new SeededRandom(3), SampleFrom.Stop, b);
        Assert.Equal(a.Observations[0].Bytes, b.Observations[0].Bytes);
        Assert.Equal(a.Segments, b.Segments);
    }

    [Fact]
    public void Save_GrownEpisode_RewritesOnlyThat()
    {
        using var folder = new TemporaryFolder();
        var dataset = _golden.Dataset();
        var store = new CheckpointStore(folder.Path, keepLast: 1);
        store.Save(1, dataset.CheckpointFiles("data"));
        dataset.Extend(1, _golden.Episode("merge_input"));

        var saved = store.Save(2, dataset.CheckpointFiles("data"));

        Assert.Equal(["data/1.episode", "data/index.json", "manifest.json"], saved.Written.Order());
        Assert.Equal(3, saved.Linked.Count);
    }

    [Fact]
    public void MemoryLimit_FirstExceeded_FreezesTheNumberOfSteps()
    {
        double used = 0.0;
        var dataset = new EpisodeDataset(memoryLimit: new MemoryLimit(1, () => used));
        dataset.Add(_golden.Episode("episode1"));
        used = 2;
        dataset.Add(_golden.Episode("episode0"));
        used = 0;
        dataset.Add(_golden.Episode("episode3"));

        Assert.Equal([1, 2], dataset.Ids);
        Assert.True(dataset.StepCount <= 14);
    }

    [Theory]
    [InlineData(8, new[] { 0.125, 0.125, 0.25, 0.5 }, new[] { 0.0625, 0.0625, 0.0625, 0.0625, 0.125, 0.125, 0.25, 0.25 })]
    [InlineData(5, new[] { 1.0, 3.0 }, new[] { 0.125, 0.125, 0.25, 0.25, 0.25 })]
    [InlineData(4, new[] { 0.0, 2.0, 0.0 }, new[] { 0.0, 1.0, 0.0, 0.0 })]
    [InlineData(2, new[] { 0.125, 0.125, 0.25, 0.5 }, new[] { 0.5, 0.5 })]
    public void Sample_Weights_DrawEqualGroupsOfEpisodesByAge(int episodes, double[] weights, double[] shares)
    {
        var dataset = new EpisodeDataset(samplingWeights: weights);
        for (int i = 0; i < episodes; i++)
            dataset.Add(_golden.Episode("episode0"));
        var batch = new SegmentBatch(20_000, 1, dataset[0].Layout);
        dataset.Sample(new SeededRandom(3), SampleFrom.Start, batch);
        double[] drawn = [.. Enumerable.Range(0, episodes).Select(id => batch.Segments.Count(segment => segment.EpisodeId == id) / 20_000.0)];
        Assert.All(drawn.Zip(shares), pair => Assert.Equal(pair.Second, pair.First, 0.015));
        Assert.All(drawn.Zip(shares).Where(pair => pair.Second is 0 or 1), pair => Assert.Equal(pair.Second, pair.First));
    }

    [Fact]
    public void SampleNearRewards_FromStart_HoldsTheRewardedStep()
    {
        var drawn = DrawnNearRewards(SampleFrom.Start, length: 3, within: 3);
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 3), (1, 4), (1, 5)], drawn);
    }

    [Fact]
    public void SampleNearRewards_FromStop_EndsAtMostSoFarBefore()
    {
        var drawn = DrawnNearRewards(SampleFrom.Stop, length: 2, within: 4);
        Assert.Equal([(0, -1), (0, 0), (1, -1), (1, 1), (1, 2), (1, 3), (1, 4)], drawn);
    }

    [Fact]
    public void SampleNearRewards_NothingRewarded_LeavesTheBatch()
    {
        var dataset = new EpisodeDataset();
        dataset.Add(Open(6));
        var batch = new SegmentBatch(20, 2, dataset[0].Layout);
        dataset.Sample(new SeededRandom(3), SampleFrom.Start, batch);
        SegmentReference[] before = [.. batch.Segments];
        dataset.SampleNearRewards(new SeededRandom(4), SampleFrom.Start, batch, rows: 20, within: 2);
        Assert.Equal(before, batch.Segments);
    }

    [Fact]
    public void Sample_EmptyDataset_SaysWhatToDo() => Assert.Throws<InvalidOperationException>(
        () => new EpisodeDataset().Sample(new SeededRandom(1), SampleFrom.Start, new SegmentBatch(1, 1, new([], [], Reverie.Environments.Arrays.ActionSpec.Discrete(1)))));

    [Theory]
    [InlineData("30G", true)]
    [InlineData("1.5GiB", true)]
    [InlineData("80%", true)]
    [InlineData("512MB", true)]
    [InlineData("lots", false)]
    [InlineData("30X", false)]
    [InlineData("", false)]
    public void Parse_MemoryLimit_AcceptsSizesAndShares(string text, bool valid)
    {
        if (valid)
            Assert.False(MemoryLimit.Parse(text).IsExceeded && text == "30G");
        else
            Assert.Throws<FormatException>(() => MemoryLimit.Parse(text));
    }

    [Theory]
    [InlineData("0%", true)]
    [InlineData("100%", false)]
    [InlineData("1K", true)]
    [InlineData("900T", false)]
    public void IsExceeded_RealMemory_IsMeasured(string limit, bool exceeded) => Assert.Equal(exceeded, MemoryLimit.Parse(limit).IsExceeded);

    private const string CheckpointFileName = "manifest.json";

    // Rewards at step 1 of the first episode, 0 and 5 of the second; the last, which is not over, has one at its last step, which is left out.
    private static IEnumerable<(int, int)> DrawnNearRewards(SampleFrom from, int length, int within)
    {
        var dataset = new EpisodeDataset();
        dataset.Add(Rewarded([0, 1, 0], isOver: true));
        dataset.Add(Rewarded([1, 0, 0, 0, 0, -1], isOver: true));
        dataset.Add(Rewarded([0, 0, 1], isOver: false));
        var batch = new SegmentBatch(600, length, dataset[0].Layout);
        dataset.Sample(new SeededRandom(3), from, batch);
        var last = batch.Segments[599];
        dataset.SampleNearRewards(new SeededRandom(4), from, batch, rows: 599, within, ignoreLastOfIncomplete: 1);
        Assert.Equal(last, batch.Segments[599]);
        return batch.Segments.Take(599).Select(segment => (segment.EpisodeId, segment.Start)).Distinct().Order();
    }

    private static Episode Rewarded(float[] rewards, bool isOver) =>
        new(new([], [], ActionSpec.Discrete(2)), [], [], new long[rewards.Length], [], rewards, new(Terminated: isOver, Truncated: false));

    private static Episode Open(int length)
    {
        var layout = new StepLayout([], [], ActionSpec.Discrete(2));
        return new Episode(layout, [], [], new long[length], [], new float[length], EpisodeEnd.None);
    }

    private static bool IsEpisode(string name) => name.EndsWith(EpisodeFile.Extension, StringComparison.Ordinal);

    private static Episode FirstSteps(Episode episode, int count) => new(
        episode.Layout, [episode.Array(0)[..(count * episode.Layout.ObservationBytes)].ToArray()], [], episode.Integers[..count].ToArray(), [],
        episode.Rewards[..count].ToArray(), count == episode.Length ? episode.End : EpisodeEnd.None);

    private static IEnumerable<(int Bound, int Value)> ReadDraws(JsonElement draws)
    {
        foreach (var draw in draws.EnumerateArray())
        {
            if (draw[0].GetString() == "choices")
            {
                foreach (var choice in draw[1].EnumerateArray())
                    yield return (4, choice.GetInt32());
            }
            else
            {
                var (low, high, value) = (draw[1].GetInt32(), draw[2].GetInt32(), draw[3].GetInt32());
                yield return (high - low + 1, value - low);
            }
        }
    }
}
