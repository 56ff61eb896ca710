using System.Globalization;
using System.Text.Json.Nodes;
using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.Conformance;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Tests;

public sealed class ExpertBotTests
{
    private const int MaxSteps = 400;

    [Fact]
    public void Replan_GoldenEpisodes_MatchTheOriginal()
    {
        List<string> failures = [.. Golden.Lines("bot.jsonl.gz").Select(Replay).OfType<string>()];
        Assert.True(failures.Count == 0, $"{failures.Count} differ:\n{string.Join('\n', failures.Take(12))}");
    }

    private static string? Replay(string line)
    {
        JsonNode golden = JsonNode.Parse(line)!;
        string id = golden["id"]!.GetValue<string>();
        ulong seed = golden["seed"]!.GetValue<ulong>();
        using var level = (RoomGridLevel)EnvironmentRegistry.Default.MakeGrid(id);
        level.Reset(seed);
        var bot = new ExpertBot(level);
        (List<string> steps, string end) = Play(level, bot);

        List<string> expected = [.. golden["steps"]!.AsArray().Select(step => step!.ToJsonString())];
        int differing = Enumerable.Range(0, Math.Max(steps.Count, expected.Count)).FirstOrDefault(i => i >= steps.Count || i >= expected.Count || steps[i] != expected[i], -1);
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

    private static (List<string> Steps, string End) Play(RoomGridLevel level, ExpertBot bot)
    {
        var steps = new List<string>();
        GridAction? action = null;
        while (steps.Count < MaxSteps)
        {
            try
            {
                action = bot.Replan(action);
            }
            catch (BotFailedException failure)
            {
                return (steps, failure.Message.Contains("stuck", StringComparison.Ordinal) ? "stuck" : "exception");
            }
            StepResult<GridObservation<byte>> result = level.Step((int)action.Value);
            steps.Add(string.Create(CultureInfo.InvariantCulture, $"[{(int)action},\"{TrajectoryRecorder.FormatReward(result.Reward)}\",{(result.Terminated ? 1 : 0)},{(result.Truncated ? 1 : 0)},{level.AgentPosition.X},{level.AgentPosition.Y},{(int)level.AgentDirection},{Crc32.Compute(result.Observation.Image.Span)}]"));
            if (result.Done)
                return (steps, result.Terminated ? "terminated" : "truncated");
        }
        return (steps, "cap");
    }
}
