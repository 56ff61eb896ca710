using System.Text.Json.Nodes;
using Reverie.Environments.ControlSuite;
using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.ControlSuite;

/// <summary>The original's records: bit for bit where machine and C library are alike, else as near as each task allows.</summary>
public sealed class GoldenSuiteTests
{
    public static TheoryData<string> Names => Suite.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Spaces_OfEveryTask_AreTheOriginals(string name)
    {
        var header = Suite.Records(name)[0];
        using var environment = Suite.Make(name);
        Assert.Equal(
            header["observation"]!.AsArray().Select(part => (part![0]!.GetValue<string>(), string.Join(',', part[1]!.Numbers()))),
            environment.ObservationSpace.Spaces.Select(part => (part.Key, string.Join(',', ((Box<double>)part.Value).Shape.ToArray()))));
        Assert.Equal([header["nu"]!.GetValue<int>()], environment.ActionSpace.Shape.ToArray());
        Assert.Equal((header["action_min"]!.Numbers()[0], header["action_max"]!.Numbers()[0]), (environment.ActionSpace.Low, environment.ActionSpace.High));
        Assert.Equal(header["step_limit"]!.GetValue<double>(), environment.MaxEpisodeSteps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_OfEveryTask_CompilesToTheOriginals(string name)
    {
        if (!Suite.IsThere())
            return;
        var header = Suite.Records(name)[0];
        using var environment = Suite.Make(name);
        var option = header["option"]!;
        foreach (string size in (string[])["nq", "nv", "nu"])
            Assert.Equal(header[size]!.GetValue<int>(), environment.Physics.Size(size));
        foreach (var (field, values) in header["compiled"]!.AsObject())
        {
            // Of the whole numbers and flags the order of the bodies depends on the names alone, and the rest shows in the steps.
            if (MuJoCo.Instance.Layout[$"mjModel.{field}"].Type != "mjtNum")
                continue;
            double[] expected = [.. values!.AsArray().SelectMany(row => row!.Numbers())];
            double[] actual = environment.Physics.Numbers(field).Span.ToArray();
            bool equal = expected.Length == actual.Length
                && expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-15 * Math.Max(1, Math.Abs(pair.First)));
            Assert.True(equal, $"{field} of {name}: [{string.Join(", ", expected)}] but [{string.Join(", ", actual)}]");
        }
        Assert.Equal(option["timestep"]!.GetValue<double>() * header["n_sub_steps"]!.GetValue<double>(), header["control_timestep"]!.GetValue<double>(), 12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_FromGivenStates_GivesTheRecords(string name)
    {
        if (!Suite.IsThere())
            return;
        var records = Suite.Records(name);
        foreach (var record in records.Where(record => record["kind"]!.GetValue<string>() is "given" or "near"))
        {
            using var environment = Suite.Make(name);
            Edit(environment, records[0], record["model_edits"]!);
            var first = environment.ResetAt(record["qpos"]!.Numbers(), record["qvel"]!.Numbers());
            Near(records[0], step: 0, record["first_obs"]!.Numbers(), first.Flat(), $"{name}, first");
            AssertState(records[0], step: 0, record["start"]!, environment);
            Play(environment, records[0], record, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reward_OfPoses_IsTheRecorded(string name)
    {
        if (!Suite.IsThere())
            return;
        var records = Suite.Records(name);
        using var environment = Suite.Make(name);
        var poses = records.Single(record => record["kind"]!.GetValue<string>() == "poses");
        Edit(environment, records[0], poses["model_edits"]!);
        foreach (var pose in poses["rows"]!.AsArray())
        {
            var seen = environment.ResetAt(pose![0]!.Numbers(), pose[1]!.Numbers());
            pose[2]!.Numbers().CopyTo(environment.Physics.Control.Span);
            Near(records[0], step: 0, pose[3]!.Numbers(), seen.Flat(), name);
            NearReward(records[0], step: 0, pose[4]!.GetValue<double>(), environment.Reward, name);
            Assert.Equal(pose[5]!.GetValue<int>(), environment.Physics.Contacts);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reset_WithSeeds_DrawsTheRecordedStarts(string name)
    {
        if (!Suite.IsThere())
            return;
        var records = Suite.Records(name);
        foreach (var record in records.Where(record => record["kind"]!.GetValue<string>() == "seeded"))
        {
            using var environment = Suite.Make(name);
            Near(records[0], step: 0, record["first_obs"]!.Numbers(), environment.Reset(record["seed"]!.GetValue<ulong>()).Flat(), $"{name}, reset");
            AssertState(records[0], step: 0, record["start"]!, environment);
            Play(environment, records[0], record, name);
            var second = record["second_reset"]!;
            Near(records[0], step: 0, second["first_obs"]!.Numbers(), environment.Reset().Flat(), $"{name}, second reset");
            AssertState(records[0], step: 0, second["start"]!, environment);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_UntilTheTimeLimit_GivesTheRecordedReturn(string name)
    {
        if (!Suite.IsThere())
            return;
        var records = Suite.Records(name);
        var record = records.Single(record => record["kind"]!.GetValue<string>() == "long");
        using var environment = Suite.Make(name);
        var random = new Mt19937((uint)record["action_seed"]!.GetValue<int>());
        var expected = record["obs_at"]!.AsArray().ToDictionary(at => at![0]!.GetValue<int>(), at => at![1]!.Numbers());
        var action = new NdArray<double>(environment.ActionSpace.Shape);
        environment.Reset(record["seed"]!.GetValue<ulong>());
        double sum = 0;
        for (int step = 1; ; step++)
        {
            foreach (ref double number in action.Span)
                number = random.Uniform(-1, 1);
            var result = environment.Step(action);
            sum += result.Reward;
            if (Suite.RoundsAlike && expected.TryGetValue(step, out double[]? seen))
                Assert.Equal(seen, result.Observation.Flat());
            if (!result.Done)
                continue;
            Assert.Equal((record["steps"]!.GetValue<int>(), true, false), (step, result.Truncated, result.Terminated));
            break;
        }
        if (Suite.RoundsAlike)
            Assert.Equal(record["return"]!.GetValue<double>(), sum, 1e-12 * Math.Max(1, sum));
        Near(records[0], step: 0, record["next_first_obs"]!.Numbers(), environment.Reset().Flat(), $"{name}, next episode");
    }

    private static void Play(SuiteEnv environment, JsonNode header, JsonNode record, string name)
    {
        var (actions, observations, rewards) = (record["actions"]!.AsArray(), record["obs"]!.AsArray(), record["reward"]!.AsArray());
        var action = new NdArray<double>(environment.ActionSpace.Shape);
        var checkpoints = record["checkpoints"]!.AsArray().ToDictionary(one => one![0]!.GetValue<int>(), one => one!);
        for (int step = 1; step <= actions.Count; step++)
        {
            actions[step - 1]!.Numbers().CopyTo(action.Data, 0);
            var result = environment.Step(action);
            string where = $"{name}, {record["kind"]}, step {step}";
            Near(header, step, observations[step - 1]!.Numbers(), result.Observation.Flat(), where);
            NearReward(header, step, rewards[step - 1]!.GetValue<double>(), result.Reward, where);
            Assert.False(result.Terminated);
            if (checkpoints.TryGetValue(step, out var state))
            {
                Near(header, step, state[1]!.Numbers(), environment.Physics.Positions.Span, where);
                Near(header, step, state[2]!.Numbers(), environment.Physics.Velocities.Span, where);
            }
        }
        if (record["end"] is { } end)
            AssertState(header, actions.Count, end, environment);
    }

    /// <summary>Changes fields of the model; rows are those of the original, found here by their names.</summary>
    private static void Edit(SuiteEnv environment, JsonNode header, JsonNode edits)
    {
        foreach (var edit in edits.AsArray())
        {
            string field = edit![0]!.GetValue<string>();
            int[] index = [.. edit[1]!.AsArray().Select(number => number!.GetValue<int>())];
            int at = field.Split('_')[0] switch
            {
                "geom" => 3 * environment.Physics.Find(PhysicsObject.Geom, header["geoms"]![index[0]]!.GetValue<string>()) + index[1],
                "site" => 3 * environment.Physics.Find(PhysicsObject.Site, header["sites"]![index[0]]!.GetValue<string>()) + index[1],
                _ => index[0],
            };
            environment.Physics.Numbers(field)[at] = edit[2]!.GetValue<double>();
        }
    }

    private static void AssertState(JsonNode header, int step, JsonNode expected, SuiteEnv environment)
    {
        Near(header, step, expected["qpos"]!.Numbers(), environment.Physics.Positions.Span, "positions");
        Near(header, step, expected["qvel"]!.Numbers(), environment.Physics.Velocities.Span, "velocities");
        if (Suite.RoundsAlike)
            Assert.Equal(expected["qacc_warmstart"]!.Numbers(), environment.Physics.WarmStart.Span.ToArray());
        Assert.Equal(expected["time"]!.GetValue<double>(), environment.Physics.Time, 1e-9);
    }

    private static void Near(JsonNode header, int step, double[] expected, ReadOnlySpan<double> actual, string where)
    {
        double tolerance = Suite.RoundsAlike ? 0 : step <= 10 ? 1e-9 : 100 * Sensitivity(header, step);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{where}: number {i} is {actual[i]:R}, not {expected[i]:R}");
    }

    private static void NearReward(JsonNode header, int step, double expected, double actual, string where)
    {
        double tolerance = 1e-14 * expected + 1e-15;
        if (!Suite.RoundsAlike)
            tolerance += step <= 10 ? 1e-9 : 100 * header["sensitivity"]!.AsArray().Last()![1]!.GetValue<double>();
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{where}: the reward is {actual:R}, not {expected:R}");
    }

    /// <summary>Of the observations after so many steps; the last row of the list is that of the rewards.</summary>
    private static double Sensitivity(JsonNode header, int step) => header["sensitivity"]!.AsArray().SkipLast(1)
        .Where(row => row![0]!.GetValue<int>() >= step).Select(row => row![1]!.GetValue<double>()).Append(1).First();
}
