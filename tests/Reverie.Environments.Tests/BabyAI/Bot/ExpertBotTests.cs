using System.Globalization;
using System.Text.Json.Nodes;
using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.Conformance;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Seeding;
using Reverie.Environments.Tests.BabyAI.Levels;

namespace Reverie.Environments.Tests.BabyAI.Bot;

public sealed class ExpertBotTests
{
    private const int MaxSteps = 400;

    [Fact]
    public void Replan_GoldenEpisodes_MatchTheOriginal()
    {
        List<string> failures = [.. Golden.Lines("bot.jsonl.gz").Select(Replay).OfType<string>()];
        Assert.True(failures.Count == 0, $"{failures.Count} differ:\n{string.Join('\n', failures.Take(12))}");
    }

    [Fact]
    public void Replan_UnseenSeeds_SolvesWhatItCan()
    {
        int solved = 0, played = 0;
        foreach (string id in BabyAILevelTests.Ids.Where(id => !id.Contains("Carrying", StringComparison.Ordinal)
            && !id.Contains("KeyInBox", StringComparison.Ordinal) && !id.Contains("Debug", StringComparison.Ordinal)))
        {
            using var level = (RoomGridLevel)Worlds.Grid(id);
            level.Reset(5001);
            played++;
            if (Play(level, new ExpertBot(level)).End == "terminated")
                solved++;
        }
        Assert.True(solved >= played - 2, $"{solved} of {played} solved");
    }

    [Fact]
    public void Replan_OtherActionsThanSuggested_EndsOrSaysWhyNot()
    {
        var random = new Pcg64(3);
        int solved = 0;
        string[] ids = [.. BabyAILevelTests.Ids];
        foreach (string id in ids)
        {
            using var level = (RoomGridLevel)Worlds.Grid(id);
            level.Reset(77);
            if (Play(level, new ExpertBot(level), suggested => random.Integers(0, 8) == 0 ? (GridAction)random.Integers(0, 7) : suggested).End == "terminated")
                solved++;
        }
        Assert.True(solved > ids.Length / 2, $"{solved} of {ids.Length} solved");
    }

    private static string? Replay(string line)
    {
        var golden = JsonNode.Parse(line)!;
        string id = golden["id"]!.GetValue<string>();
        ulong seed = golden["seed"]!.GetValue<ulong>();
        using var level = (RoomGridLevel)Worlds.Grid(id);
        level.Reset(seed);
        var bot = new ExpertBot(level);
        (var steps, string end) = Play(level, bot);

        List<string> expected = [.. golden["steps"]!.AsArray().Select(step => step!.ToJsonString())];
        int differing = Enumerable.Range(0, Math.Max(steps.Count, expected.Count))
            .FirstOrDefault(i => i >= steps.Count || i >= expected.Count || steps[i] != expected[i], -1);
        if (differing >= 0)
            return $"{id} seed {seed}: step {differing} is {steps.ElementAtOrDefault(differing)} ({end}) instead of {expected.ElementAtOrDefault(differing)}";
        string ours = $"{end} {TrajectoryRecorder.GridCrc(level)}", theirs = $"{golden["end"]} {golden["final_grid_crc"]}";
        if (golden["bfs_counter"] is not null)
        {
            ours += $" {bot.Searches} {bot.VisitedCells}";
            theirs += $" {golden["bfs_counter"]} {golden["bfs_step_counter"]}";
        }
        return ours == theirs ? null : $"{id} seed {seed}: {ours} instead of {theirs}";
    }

    private static (List<string> Steps, string End) Play(RoomGridLevel level, ExpertBot bot, Func<GridAction, GridAction>? disturb = null)
    {
        var steps = new List<string>();
        GridAction? action = null;
        while (steps.Count < MaxSteps)
        {
            try
            {
                action = bot.Replan(action);
            }
            catch (BotFailedException e)
            {
                return (steps, e.Message.Contains("stuck", StringComparison.Ordinal) ? "stuck" : "exception");
            }
            action = disturb?.Invoke(action.Value) ?? action;
            var result = level.Step((int)action.Value);
            steps.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"[{(int)action},\"{TrajectoryRecorder.FormatReward(result.Reward)}\",{(result.Terminated ? 1 : 0)},{(result.Truncated ? 1 : 0)}," +
                $"{level.AgentPosition.X},{level.AgentPosition.Y},{(int)level.AgentDirection},{Crc32.Compute(result.Observation.Image.Span)}]"));
            if (result.Done)
                return (steps, result.Terminated ? "terminated" : "truncated");
        }
        return (steps, "cap");
    }
}
