using System.Text.Json.Nodes;
using Reverie.Environments.Conformance;

namespace Reverie.Environments.Tests.Conformance;

/// <summary>Replays every recorded trajectory of the original and compares every number.</summary>
public sealed class GoldenTrajectoryTests
{
    public static TheoryData<string> Files => [.. Golden.Files("env_*.jsonl.gz")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Record_GoldenTrajectory_MatchesTheOriginal(string file)
    {
        var failures = new List<string>();
        foreach (string line in Golden.Lines(file))
        {
            if (Replay(line) is { } difference)
                failures.Add(difference);
        }
        Assert.True(failures.Count == 0, $"{failures.Count} differ:\n{string.Join('\n', failures.Take(12))}");
    }

    private static string? Replay(string line)
    {
        var request = TrajectoryRequest.Parse(line);
        var golden = JsonNode.Parse(line)!;
        try
        {
            var ours = JsonNode.Parse(TrajectoryRecorder.Record(Worlds.Grid(request.Id), request))!;
            string? difference = Compare(golden, ours);
            return difference is null ? null : $"{request.Id} seed {request.Seed} {golden["policy"]}: {difference}";
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return $"{request.Id} seed {request.Seed}: {e.Message}";
        }
    }

    /// <summary>The first difference; what comes after a level that depends on the order of a Python set is not compared.</summary>
    private static string? Compare(JsonNode golden, JsonNode ours)
    {
        if (OrderedBySet(golden["reset"]!))
            return null;
        if (CompareReset(golden["reset"]!, ours["reset"]!) is { } atReset)
            return $"first reset: {atReset}";
        var resets = golden["resets"]!.AsArray();
        int nextReset = 0;
        for (int i = 0; i < golden["steps"]!.AsArray().Count; i++)
        {
            string expected = golden["steps"]![i]!.ToJsonString(), actual = ours["steps"]![i]!.ToJsonString();
            if (expected != actual)
                return $"step {i}: {actual} instead of {expected}";
            if (nextReset < resets.Count && resets[nextReset]!["after_step"]!.GetValue<int>() == i)
            {
                if (OrderedBySet(resets[nextReset]!))
                    return null;
                if (CompareReset(resets[nextReset]!, ours["resets"]![nextReset]!) is { } later)
                    return $"reset after step {i}: {later}";
                nextReset++;
            }
        }
        return CompareField(golden, ours, "final_grid_crc") ?? CompareField(golden, ours, "final_rng");
    }

    private static string? CompareReset(JsonNode golden, JsonNode ours) =>
        golden.AsObject().Select(field => field.Key).Union(ours.AsObject().Select(field => field.Key))
            .Where(name => name != "row_major_nodes").Select(name => CompareField(golden, ours, name)).FirstOrDefault(difference => difference is not null);

    private static string? CompareField(JsonNode golden, JsonNode ours, string name)
    {
        string expected = golden[name]?.ToJsonString() ?? "nothing", actual = ours[name]?.ToJsonString() ?? "nothing";
        return expected == actual ? null : $"{name} is {Short(actual)} instead of {Short(expected)}";
    }

    private static bool OrderedBySet(JsonNode reset) => reset["row_major_nodes"] is { } flag && !flag.GetValue<bool>();

    private static string Short(string text) => text.Length <= 120 ? text : text[..120] + "...";
}
