using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Reverie.Environments.Arrays;
using Reverie.Environments.ClassicControl;
using Reverie.Environments.Conformance;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.ClassicControl;

/// <summary>Gymnasium's records, bit for bit.</summary>
public sealed class GoldenControlTests
{
    public static TheoryData<string> Ids => [.. Records.Keys.Order(StringComparer.Ordinal)];

    private static Dictionary<string, JsonNode[]> Records { get; } = Directory.EnumerateFiles(Repository.Golden("control"), "classic_*.jsonl.gz")
        .Select(path => JsonLines.Read(path).Select(line => JsonNode.Parse(line)!).ToArray())
        .ToDictionary(lines => lines[0]["env"]!.GetValue<string>(), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Spaces_OfEveryId_AreTheOriginals(string id)
    {
        var space = Records[id][0];
        using var environment = Worlds.Registry.Make(id);
        var observations = Assert.IsType<Box<float>>(environment.ObservationSpace);
        float[] low = Floats(space["obs_low"]!), high = Floats(space["obs_high"]!);
        Assert.Equal([low.Length], observations.Shape.ToArray());
        Assert.Equal(low.Zip(high), Enumerable.Range(0, low.Length).Select(observations.Bounds));
        if (space["action"]!["n"] is { } count)
            Assert.Equal(count.GetValue<int>(), Assert.IsType<Discrete>(environment.ActionSpace).Count);
        else
            Assert.Equal((Floats(space["action"]!["low"]!)[0], Floats(space["action"]!["high"]!)[0]), Assert.IsType<Box<float>>(environment.ActionSpace).Bounds(0));
        Assert.Equal(space["max_episode_steps"]!.GetValue<int>(), (int)environment.GetType().GetProperty("MaxEpisodeSteps")!.GetValue(environment)!);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Step_RecordedActions_GiveEveryBit(string id)
    {
        Assert.True(Records[id].Length > 4);
        foreach (var record in Records[id].Skip(1))
            Replay(id, record);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sample_SeededActionSpace_GivesTheRecordedActions(string id)
    {
        foreach (var record in Records[id].Where(record => record["kind"]!.GetValue<string>() == "random"))
        {
            using var environment = Worlds.Registry.Make(id);
            var random = new Pcg64(record["seed"]!.GetValue<ulong>());
            foreach (var action in record["actions"]!.AsArray())
            {
                object sample = environment.ActionSpace.SampleObject(random);
                Assert.Equal(sample is int ? action!.GetValue<int>() : Floats(action!)[0], sample is int choice ? choice : ((NdArray<float>)sample).Data[0]);
            }
            AssertState(record["action_np_random"]!, random);
        }
    }

    private static void Replay(string id, JsonNode record)
    {
        bool oldNumpy = record["numpy"]!.AsArray().All(version => version!.GetValue<int>() == 1);
        var environment = oldNumpy ? Worlds.Registry.Make(id, ("numpy", 1)) : Worlds.Registry.Make(id);
        using var arrays = environment.AsArrays();
        var (seen, action) = (arrays.Row(), new ActionBatch(arrays.Layout.Action, 1));
        arrays.Reset(record["seed"]!.GetValue<ulong>(), seen.Row(0));
        Assert.Equal(record["reset_obs"]!.GetValue<string>(), Hex(seen));
        Assert.Equal(record["reset_state"]!.AsArray().Select(number => number!.GetValue<double>()), StateOf(environment));

        var ends = new Dictionary<string, List<int>> { ["terminated"] = [], ["truncated"] = [] };
        var (actions, observations, rewards) = (record["actions"]!.AsArray(), record["obs"]!.AsArray(), record["reward"]!.AsArray());
        var resets = record["later_resets"]!.AsArray().ToDictionary(reset => reset![0]!.GetValue<int>(), reset => reset![1]!.GetValue<string>());
        for (int step = 0; step < actions.Count; step++)
        {
            if (action.Spec.IsContinuous)
                action.Numbers[0] = Floats(actions[step]!)[0];
            else
                action.Integers[0] = actions[step]!.GetValue<int>();
            var signal = arrays.Step(action[0], seen.Row(0));
            Assert.True(observations[step]!.GetValue<string>() == Hex(seen), $"{id}, seed {record["seed"]}, step {step}: {observations[step]} but {Hex(seen)}");
            Assert.Equal(double.Parse(rewards[step]!.GetValue<string>(), CultureInfo.InvariantCulture), signal.Reward);
            if (signal.Terminated)
                ends["terminated"].Add(step);
            if (signal.Truncated)
                ends["truncated"].Add(step);
            if (!signal.Done)
                continue;
            arrays.Reset(null, seen.Row(0));
            Assert.Equal(resets[step], Hex(seen));
        }
        foreach (var (name, steps) in ends)
            Assert.Equal(record[name]!.AsArray().Select(step => step!.GetValue<int>()), steps);
        Assert.Equal(record["end_state"]!.AsArray().Select(number => number!.GetValue<double>()), StateOf(environment));
        AssertState(record["np_random"]!, environment.Random);
    }

    private static double[] StateOf(IEnvironment environment) => environment switch
    {
        ControlEnv<int> chosen => chosen.Numbers.ToArray(),
        _ => ((ControlEnv<NdArray<float>>)environment).Numbers.ToArray(),
    };

    private static void AssertState(JsonNode expected, Pcg64 random)
    {
        Assert.Equal(UInt128.Parse(expected["state"]!.GetValue<string>(), CultureInfo.InvariantCulture), random.State.State);
        Assert.Equal(UInt128.Parse(expected["inc"]!.GetValue<string>(), CultureInfo.InvariantCulture), random.State.Increment);
        Assert.Equal(expected["has_uint32"]!.GetValue<int>() == 1, random.State.HasHalf);
    }

    private static float[] Floats(JsonNode hex)
    {
        byte[] bytes = Convert.FromHexString(hex.GetValue<string>());
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(4 * i)))];
    }

    private static string Hex(StepBatch seen) =>
        string.Concat(seen["state"].Row<float>(0).ToArray().Select(number => BitConverter.SingleToUInt32Bits(number).ToString("x8", CultureInfo.InvariantCulture)));
}
