using System.Text.Json;
using Reverie.Environments.Arrays;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Data;

public sealed class CollectorTests
{
    /// <summary>
    /// The original stops all environments until the last one has ended; ours reset one by one, so that of its recordings those of one
    /// environment are to be reproduced.
    /// </summary>
    public static TheoryData<string> Runs => [.. Recording()
        .Where(run => run.GetProperty("episode_lengths_by_env").GetArrayLength() == 1).Select(run => run.GetProperty("name").GetString()!)];

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
        var environments = new ScriptedEnvironments(lengths, actionCount, restartsTwice: true);
        var collector = new Collector(environments, 0, dataset, new SeededRandom(1), new EpisodeFolder(media.Path, 100));
        var options = Steps(run.GetProperty("num_steps").GetInt32()) with { BurnIn = run.GetProperty("burn_in").GetInt32() };

        foreach (var expected in run.GetProperty("collects").EnumerateArray())
        {
            policy.Calls.Clear();
            int counted = 0;
            int epoch = expected.GetProperty("epoch").GetInt32();

            var result = collector.Collect(policy, options, epoch, progress => counted += progress.LastSteps)!;

            Assert.Equal(result.Steps, counted);
            // Where the original resets the whole policy behind an episode, ours is told of a first observation.
            string[] calls = [.. expected.GetProperty("actor_calls").EnumerateArray().Select(DescribeCall)];
            Assert.Equal([calls[0], calls[^1]], policy.Calls);
            Assert.Equal(expected.GetProperty("acts_so_far").GetInt32(), policy.ActCount);
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
    public void Collect_SeveralEnvironments_EachBeginsAgainByItself()
    {
        var dataset = new EpisodeDataset();
        var policy = new ScriptedPolicy(6);
        var result = new Collector(new ScriptedEnvironments([[2], [3]], 6), 0, dataset, new SeededRandom(1)).Collect(policy, Steps(12), 1)!;

        Assert.Equal([2, 3, 2, 2, 3], result.Finished.Select(episode => episode.Metrics.Length));
        Assert.Equal(5, dataset.Count);
        Assert.Equal(12, dataset.StepCount);
        // Two first observations, and one behind each end but those of the last step.
        Assert.Equal(5, policy.FirstCount);
    }

    [Fact]
    public void Collect_Episodes_AreSharedOutSoThatShortOnesAreNotPreferred()
    {
        var dataset = new EpisodeDataset();
        var result = new Collector(new ScriptedEnvironments([[1], [9]], 6), 0, dataset, new SeededRandom(1)).Collect(new ScriptedPolicy(6), Episodes(5), 1)!;

        Assert.Equal([1, 1, 1, 9, 9], result.Finished.Select(episode => episode.Metrics.Length).Order());
        Assert.Equal(21, result.Steps);
        Assert.All(dataset.Episodes, episode => Assert.True(episode.End.IsOver));
    }

    [Fact]
    public void Collect_EndsAndTexts_AreKept()
    {
        var dataset = new EpisodeDataset();
        new Collector(new ScriptedEnvironments([[6, 3]], 6), 0, dataset, new SeededRandom(1)).Collect(new ScriptedPolicy(6), Steps(10), 1);

        Assert.Equal([new(Terminated: true, Truncated: false, Success: true), new(Terminated: false, Truncated: true, Success: false), EpisodeEnd.None],
            dataset.Episodes.Select(episode => episode.End));
        Assert.All(dataset.Episodes, episode => Assert.True(episode.HasFinal));
        Assert.Equal(7, dataset[0].Observation(0, 6)[0]); // six frames, then the one behind the last action
        Assert.Equal(Enumerable.Repeat("episode 1", 4), dataset[1].Text(0));
    }

    [Fact]
    public void Collect_StoppedAndRestored_GoesOnAtTheVeryNextStep()
    {
        int[][] lengths = [[3, 5, 2], [4, 1]];
        var options = Steps(13) with { Epsilon = 0.5, BurnIn = 2 };
        EpisodeDataset whole = new(), halves = new();
        var expected = new Collector(new ScriptedEnvironments(lengths, 6), 0, whole, new SeededRandom(5)).Collect(new ScriptedPolicy(6), options, 1)!;

        var random = new SeededRandom(5);
        var environments = new ScriptedEnvironments(lengths, 6);
        using var stop = new GracefulStop(_ => { });
        var stopped = new Collector(environments, 0, halves, random);
        Assert.Null(stopped.Collect(new ScriptedPolicy(6), options, 1, progress => StopAt(stop, progress.Steps >= 7), stop));
        Assert.True(stopped.IsInterrupted);
        var saved = Saved(environments.Save, stopped.Save);

        var rebuiltEnvironments = new ScriptedEnvironments(lengths, 6);
        var rebuilt = new Collector(rebuiltEnvironments, 0, halves, random);
        rebuiltEnvironments.Restore(saved);
        rebuilt.Restore(saved);
        var result = rebuilt.Collect(new ScriptedPolicy(6), options, 1)!;

        Assert.Equal(expected.Steps, result.Steps);
        Assert.Equal(expected.Finished, result.Finished);
        Assert.Equal(whole.Ids, halves.Ids);
        Assert.Equal(whole.Episodes.Select(episode => episode.Fingerprint), halves.Episodes.Select(episode => episode.Fingerprint));
    }

    [Fact]
    public void Restore_EnvironmentsThatCannotBeSaved_CutsTheOpenEpisodes()
    {
        var dataset = new EpisodeDataset();
        var environments = new ScriptedEnvironments([[10]], 6, Saving.None);
        var collector = new Collector(environments, 0, dataset, new SeededRandom(1));
        collector.Collect(new ScriptedPolicy(6), Steps(4), 1);
        var saved = Saved(environments.Save, collector.Save);

        var rebuiltEnvironments = new ScriptedEnvironments([[10]], 6, Saving.None);
        var rebuilt = new Collector(rebuiltEnvironments, 0, dataset, new SeededRandom(1));
        rebuiltEnvironments.Restore(saved);
        rebuilt.Restore(saved);
        rebuilt.Collect(new ScriptedPolicy(6), Steps(10), 2);

        Assert.Equal([4, 10], dataset.Episodes.Select(episode => episode.Length));
        Assert.Equal(new EpisodeEnd(Terminated: false, Truncated: true), dataset[0].End);
    }

    [Fact]
    public void Restore_SavedState_GoesOnTheSame()
    {
        // Two collectors on environments in the same state; one is rebuilt from the other's save.
        int[][] lengths = [[3, 5, 2], [4]];
        EpisodeDataset first = new(), second = new();
        ScriptedEnvironments environment = new(lengths, 6), twin = new(lengths, 6);
        var options = Steps(5) with { Epsilon = 0.5, BurnIn = 2 };
        SeededRandom random = new(5), twinRandom = new(5);
        var collector = new Collector(environment, 0, first, random);
        var twinCollector = new Collector(twin, 0, second, twinRandom);
        collector.Collect(new ScriptedPolicy(6), options, 1);
        twinCollector.Collect(new ScriptedPolicy(6), options, 1);
        byte[] saved = ((MemoryStream)Saved(collector.Save).BaseStream).ToArray();

        var rebuilt = new Collector(twin, 0, second, twinRandom);
        environment.Save(new BinaryWriter(new MemoryStream()));
        twin.Restore(Saved(environment.Save));
        rebuilt.Restore(new BinaryReader(new MemoryStream(saved)));

        Assert.Equal(saved, ((MemoryStream)Saved(rebuilt.Save).BaseStream).ToArray());
        Assert.Equal(random.State, twinRandom.State);
        Assert.Throws<InvalidDataException>(
            () => new Collector(new ScriptedEnvironments([[1]], 6), 0, second, random).Restore(new BinaryReader(new MemoryStream(saved))));
    }

    [Fact]
    public void Collect_EpsilonOne_IgnoresThePolicy()
    {
        var dataset = new EpisodeDataset();
        var collector = new Collector(new ScriptedEnvironments([[1000]], 6), 0, dataset, new SeededRandom(2));

        collector.Collect(new ScriptedPolicy(1), Steps(600) with { Epsilon = 1 }, 1);

        Assert.All(Enumerable.Range(0, 6), action => Assert.InRange(dataset[0].Integers.Count(action), 60, 140));
    }

    [Fact]
    public void Collect_DatasetSmallerThanTheEnvironments_TellsOfAllFinishedEpisodesWhole()
    {
        using var media = new TemporaryFolder();
        var dataset = new EpisodeDataset(maxEpisodes: 1);
        var collector = new Collector(new ScriptedEnvironments([[3], [5], [2]], 6), 0, dataset, new SeededRandom(1), new EpisodeFolder(media.Path, 100));

        // The first collection ends inside the episodes: two of them leave the dataset while they are open.
        var begun = collector.Collect(new ScriptedPolicy(6), Steps(3), 1)!;
        var rest = collector.Collect(new ScriptedPolicy(6), Episodes(3), 1)!;

        Assert.Empty(begun.Finished);
        Assert.Equal([(2, 0.75), (3, 1.5), (5, 3.75)], rest.Finished.Select(episode => (episode.Metrics.Length, episode.Metrics.Return)));
        Assert.Equal(2.0, rest.MeanReturn);
        Assert.Equal(1, rest.DatasetEpisodes);
        Assert.Equal(3, Directory.GetFiles(media.Path, "episode_*_epoch_1.episode").Length);
    }

    private static CollectOptions Steps(int count) => new() { NumSteps = count, Epsilon = 0, BurnIn = 0 };

    private static CollectOptions Episodes(int count) => new() { NumEpisodes = count, Epsilon = 0, BurnIn = 0 };

    private static void StopAt(GracefulStop stop, bool now)
    {
        if (now && !stop.IsRequested)
            stop.OnSignal(new(System.Runtime.InteropServices.PosixSignal.SIGINT));
    }

    private static BinaryReader Saved(params Action<BinaryWriter>[] parts)
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        foreach (var part in parts)
            part(writer);
        stream.Position = 0;
        return new BinaryReader(stream);
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
            Assert.Equal(Ints(item.GetProperty("frames")), Enumerable.Range(0, episode.Length).Select(t => (int)episode.Observation(0, t)[0]));
            Assert.Equal(Ints(item.GetProperty("actions")), episode.Integers.ToArray().Select(action => (int)action));
            Assert.Equal(item.GetProperty("rewards").EnumerateArray().Select(reward => reward.GetSingle()), episode.Rewards.ToArray());
            Assert.Equal(Ints(item.GetProperty("ends")).Contains(1), episode.End.IsOver);
        }
    }
}
