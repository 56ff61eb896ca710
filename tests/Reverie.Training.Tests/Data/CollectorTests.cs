using System.Text.Json;
using Reverie.Training.Data;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Data;

public sealed class CollectorTests
{
    public static TheoryData<string> Runs => [.. Recording().Select(run => run.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Collect_RecordedRun_HappensAsRecorded(string name)
    {
        using var media = new TemporaryFolder();
        var run = Recording().Single(run => run.GetProperty("name").GetString() == name);
        int actionCount = run.GetProperty("num_actions").GetInt32();
        var dataset = new EpisodeDataset();
        var policy = new ScriptedPolicy(actionCount);
        int[][] lengths = run.GetProperty("episode_lengths_by_env").EnumerateArray().Select(Ints).ToArray();
        var collector = new Collector(new ScriptedEnvironments(lengths, actionCount), dataset, new SeededRandom(1), new EpisodeFolder(media.Path, 100));
        var request = new CollectRequest
        {
            Steps = run.TryGetProperty("num_steps", out var steps) ? steps.GetInt32() : null,
            Episodes = run.TryGetProperty("num_episodes", out var episodes) ? episodes.GetInt32() : null,
            BurnIn = run.GetProperty("burn_in").GetInt32(),
        };

        foreach (var expected in run.GetProperty("collects").EnumerateArray())
        {
            policy.Calls.Clear();
            int counted = 0;
            int epoch = expected.GetProperty("epoch").GetInt32();

            var result = collector.Collect(policy, request, epoch, count => counted += count);

            Assert.Equal(result.Steps, counted);
            Assert.Equal(expected.GetProperty("actor_calls").EnumerateArray().Select(DescribeCall), policy.Calls);
            Assert.Equal(expected.GetProperty("acts_so_far").GetInt32(), policy.ActCount);
            Assert.Equal(expected.GetProperty("open_episode_ids").EnumerateArray()
                .Select(id => id.ValueKind == JsonValueKind.Null ? (int?)null : id.GetInt32()), collector.OpenEpisodeIds);
            AssertMetrics(expected.GetProperty("last_metrics"), result);
            Assert.Equal(
                expected.GetProperty("finished_logged").EnumerateArray().Select(row => (row[0].GetInt32(), row[1].GetInt32(), row[2].GetDouble())),
                result.Finished.Select(episode => (episode.Id, episode.Metrics.Length, episode.Metrics.Return)));
            foreach (var row in expected.GetProperty("saved [id, epoch, length, return]").EnumerateArray())
                Assert.True(File.Exists(media.In($"episode_{row[0].GetInt32()}_epoch_{row[1].GetInt32()}.episode")));
            AssertEpisodes(expected.GetProperty("episodes"), dataset);
        }
    }

    [Fact]
    public void Restore_SavedState_GoesOnTheSame()
    {
        // Two collectors on environments in the same state; one is rebuilt from the other's save.
        int[][] lengths = [[3, 5, 2], [4]];
        EpisodeDataset first = new(), second = new();
        ScriptedEnvironments environment = new(lengths, 6), twin = new(lengths, 6);
        var request = new CollectRequest { Steps = 5, Epsilon = 0.5, BurnIn = 2 };
        SeededRandom random = new(5), twinRandom = new(5);
        var collector = new Collector(environment, first, random);
        var twinCollector = new Collector(twin, second, twinRandom);
        collector.Collect(new ScriptedPolicy(6), request, 1);
        twinCollector.Collect(new ScriptedPolicy(6), request, 1);
        var saved = new MemoryStream();
        collector.Save(new BinaryWriter(saved));
        saved.Position = 0;

        var rebuilt = new Collector(new ScriptedEnvironments(lengths, 6), second, twinRandom);
        rebuilt.Restore(new BinaryReader(saved));
        var again = new MemoryStream();
        rebuilt.Save(new BinaryWriter(again));

        Assert.Equal(saved.ToArray(), again.ToArray());
        Assert.Equal(collector.OpenEpisodeIds, rebuilt.OpenEpisodeIds);
        Assert.Equal(random.State, twinRandom.State);
        Assert.Throws<InvalidDataException>(
            () => new Collector(new ScriptedEnvironments([[1]], 6), second, random).Restore(new BinaryReader(new MemoryStream(saved.ToArray()))));
    }

    [Fact]
    public void Collect_EpsilonOne_IgnoresThePolicy()
    {
        var dataset = new EpisodeDataset();
        var collector = new Collector(new ScriptedEnvironments([[1000]], 6), dataset, new SeededRandom(2));

        collector.Collect(new ScriptedPolicy(1), new CollectRequest { Steps = 600, Epsilon = 1 }, 1);

        Assert.All(Enumerable.Range(0, 6), action => Assert.InRange(dataset[0].Actions.Count(action), 60, 140));
    }

    [Fact]
    public void Collect_DatasetSmallerThanTheEnvironments_TellsOfAllFinishedEpisodes()
    {
        using var media = new TemporaryFolder();
        var dataset = new EpisodeDataset(maxEpisodes: 1);
        var collector = new Collector(new ScriptedEnvironments([[3], [5], [2]], 6), dataset, new SeededRandom(1), new EpisodeFolder(media.Path, 100));

        // The first collection ends inside the episodes: two of them leave the dataset while they are open.
        var begun = collector.Collect(new ScriptedPolicy(6), new CollectRequest { Steps = 3 }, 1);
        var rest = collector.Collect(new ScriptedPolicy(6), new CollectRequest { Episodes = 3 }, 1);
        var whole = collector.Collect(new ScriptedPolicy(6), new CollectRequest { Episodes = 3 }, 2);

        Assert.Empty(begun.Finished);
        Assert.Equal(3, rest.Finished.Count);
        Assert.Equal([(3, 1.5), (5, 3.75), (2, 0.75)], whole.Finished.Select(episode => (episode.Metrics.Length, episode.Metrics.Return)));
        Assert.Equal(2.0, whole.MeanReturn);
        Assert.Equal(1, whole.DatasetEpisodes);
        Assert.Equal(3, Directory.GetFiles(media.Path, "episode_*_epoch_2.episode").Length);
    }

    private static IEnumerable<JsonElement> Recording() =>
        JsonDocument.Parse(File.ReadAllText(Repository.Golden("iris/collector/collector.json"))).RootElement.GetProperty("runs").EnumerateArray();

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    private static string DescribeCall(JsonElement call)
    {
        if (call.GetProperty("call").GetString() == "clear")
            return "clear";
        int count = call.GetProperty("n").GetInt32();
        var burnIn = call.GetProperty("burnin");
        if (burnIn.ValueKind == JsonValueKind.Null)
            return $"reset {count} plain";
        return $"reset {count} [{Flatten(burnIn)}] [{Flatten(call.GetProperty("mask"))}]";
    }

    private static string Flatten(JsonElement rows) => string.Join(",", rows.EnumerateArray().SelectMany(Ints));

    private static void AssertMetrics(JsonElement expected, CollectResult result)
    {
        Assert.Equal(expected.GetProperty("d/#episodes").GetDouble(), result.DatasetEpisodes);
        Assert.Equal(expected.GetProperty("d/#steps").GetDouble(), result.DatasetSteps);
        Assert.Equal(expected.TryGetProperty("d/return", out var mean) ? mean.GetDouble() : null, result.MeanReturn);
    }

    private static void AssertEpisodes(JsonElement expected, EpisodeDataset dataset)
    {
        Assert.Equal(expected.EnumerateArray().Select(episode => episode.GetProperty("id").GetInt32()), dataset.Ids);
        foreach (var item in expected.EnumerateArray())
        {
            var episode = dataset[item.GetProperty("id").GetInt32()];
            Assert.Equal(Ints(item.GetProperty("frames")), Enumerable.Range(0, episode.Length).Select(t => (int)episode.Observation(t)[0]));
            Assert.Equal(Ints(item.GetProperty("actions")), episode.Actions.ToArray().Select(action => (int)action));
            Assert.Equal(item.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetSingle()), episode.Rewards.ToArray());
            Assert.Equal(Ints(item.GetProperty("ends")), episode.Ends.ToArray().Select(end => end ? 1 : 0));
        }
    }
}
