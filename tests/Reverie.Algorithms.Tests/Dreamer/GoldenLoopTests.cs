using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Replay;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>What lands in the replay and when gradient steps happen, against traces of SheepRL's own loop.</summary>
public sealed class GoldenLoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void Experience_WithRecordedActions_WritesTheRecordedRows(string name)
    {
        var trace = Golden.Json("dreamer/loop/loop.json").GetProperty(name);
        var options = Options(trace);
        int count = options.Env.NumEnvs;
        using var experience = new DreamerExperience(options, new VectorEnvironment(i => new LoopEnvironment(i), count), _folder.Path);
        var returns = new List<double>();
        foreach (var actions in Actions(trace, count))
            experience.StepWith(actions, episode => returns.Add(episode.Return));
        var rows = new GoldenTensors(Golden.PathOf("dreamer/loop/loop.safetensors"));
        for (int i = 0; i < count; i++)
            AssertRows(rows, $"{name}.env{i}.", experience.Replay, i);
        string[] printed = [.. trace.GetProperty("printed").EnumerateArray().Select(line => line.GetString()!.Split('=')[^1])];
        Assert.Equal(printed.Select(text => double.Parse(text, CultureInfo.InvariantCulture)), returns);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void Schedule_OverALoop_IsAsRecorded(string name)
    {
        var trace = Golden.Json("dreamer/loop/loop.json").GetProperty(name);
        var options = Options(trace);
        var schedule = new GradientSchedule(options.Algo, options.Env.NumEnvs);
        long iterations = options.Algo.TotalSteps / options.Env.NumEnvs, starts = options.Algo.LearningStarts / options.Env.NumEnvs;
        var due = new List<long>();
        for (long iteration = 1; iteration <= iterations; iteration++)
        {
            Assert.Equal(iteration <= starts, schedule.IsRandom(iteration));
            long steps = schedule.Due(iteration);
            if (iteration >= starts)
                due.Add(steps);
        }
        Assert.Equal(trace.GetProperty("ratio_calls").EnumerateArray().Select(call => call[1].GetInt64()), due);
        Assert.Equal(trace.GetProperty("gradient_steps").GetInt64(), due.Sum());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void SlowCopy_OverGradientSteps_MovesAsRecorded(string name)
    {
        var trace = Golden.Json("dreamer/loop/loop.json").GetProperty(name);
        var schedule = new GradientSchedule(Options(trace).Algo, 1);
        double slow = double.NaN;
        foreach (var (step, pair) in trace.GetProperty("critic_and_target_before_each_gradient_step").EnumerateArray().Index())
        {
            double critic = pair[0].GetDouble();
            if (schedule.TargetShare(step) is { } share)
                slow = share == 1 ? critic : slow + (share * (critic - slow));
            Near.Assert($"step {step}", pair[1].GetDouble(), slow);
        }
    }

    [Fact]
    public void ReplayRatio_OverManySteps_IsAsRecorded()
    {
        foreach (var recorded in Golden.Json("dreamer/loop/replay.json").GetProperty("ratio").EnumerateArray())
        {
            var ratio = new ReplayRatio(recorded.GetProperty("ratio").GetDouble(), recorded.GetProperty("pretrain_steps").GetDouble());
            long[] expected = [.. recorded.GetProperty("repeats").EnumerateArray().Select(value => value.GetInt64())];
            if (recorded.TryGetProperty("resumed_after", out _))
            {
                // What was saved behind the first calls: the last step minus what it left over.
                double first = recorded.GetProperty("steps")[0].GetDouble();
                ratio.Paid = recorded.GetProperty("state").GetProperty("_prev").GetDouble() - (expected.Sum() / recorded.GetProperty("ratio").GetDouble());
                Assert.True(ratio.Paid < first);
            }
            double[] steps = [.. recorded.GetProperty("steps").EnumerateArray().Select(value => value.GetDouble())];
            Assert.Equal(expected, steps.Select(ratio.Due));
            if (recorded.GetProperty("state").GetProperty("_prev").ValueKind == JsonValueKind.Number && recorded.GetProperty("ratio").GetDouble() > 0)
                Near.Assert("paid", recorded.GetProperty("state").GetProperty("_prev").GetDouble(), ratio.Paid!.Value);
        }
    }

    private static void AssertRows(GoldenTensors golden, string prefix, SequenceReplay replay, int environment)
    {
        var (layout, ring) = (replay.Layout, replay.Rings[environment]);
        float[] state = golden.Read<float>(prefix + "state"), actions = golden.Read<float>(prefix + "actions");
        float[] rewards = golden.Read<float>(prefix + "rewards"), terminated = golden.Read<float>(prefix + "terminated");
        float[] truncated = golden.Read<float>(prefix + "truncated"), isFirst = golden.Read<float>(prefix + "is_first");
        Assert.Equal(rewards.Length, ring.Count);
        for (int place = 0; place < rewards.Length; place++)
        {
            var row = ring.RowAt(place);
            Assert.Equal(state.AsSpan(place * 3, 3).ToArray(), MemoryMarshal.Cast<byte, float>(layout.Observation(row, 0)).ToArray());
            Assert.Equal(actions.AsSpan(place * 4, 4).ToArray(), layout.Action(row).ToArray());
            Assert.Equal(rewards[place], RowLayout.Reward(row), 1e-6f);
            var flags = (terminated[place] > 0 ? RowFlags.Terminated : RowFlags.None)
                | (truncated[place] > 0 ? RowFlags.Truncated : RowFlags.None) | (isFirst[place] > 0 ? RowFlags.IsFirst : RowFlags.None);
            Assert.Equal(flags, layout.Flags(row));
        }
    }

    private static DreamerOptions Options(JsonElement trace)
    {
        string[] ours = [.. trace.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!)];
        return DreamerRun.Load(
            ["algo=dreamer_v3_XS", "algo.mlp_keys.encoder=[state]", "algo.per_rank_sequence_length=4", "algo.per_rank_batch_size=3", "buffer.memmap=false", .. ours])
            .Options;
    }

    private static IEnumerable<ActionBatch> Actions(JsonElement trace, int count)
    {
        int[][] received = [.. trace.GetProperty("actions_received").EnumerateArray().Select(pair => new[] { pair[0].GetInt32(), pair[1].GetInt32() })];
        foreach (int[][] step in received.Chunk(count))
        {
            var actions = new ActionBatch(ActionSpec.Discrete(4), count);
            foreach (int[] pair in step)
                actions.Integers[pair[0]] = pair[1];
            yield return actions;
        }
    }
}
