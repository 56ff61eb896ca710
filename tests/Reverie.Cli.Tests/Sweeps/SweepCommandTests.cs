using Reverie.Training.Randomness;

namespace Reverie.Cli.Tests.Sweeps;

/// <summary>Searches as a user starts them.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();

    private const string Text = """
            question: Which rate does it need?
            metric: {name: test/return}
            overrides:
            - exp=ppo_cartpole
            - common.device=cpu
            - collection.num_envs=4
            - collection.num_steps=32
            - evaluation.every=256
            - evaluation.episodes=4
            - checkpoint.every=128
            - network.hidden=[8]
            - training.anneal_learning_rate=false
            search: halving
            budget: {key: common.steps, first: 256, total: 512}
            space:
              training.minibatches: {choice: [4, 3, 2]}
            """;

    public SweepCommandTests()
    {
        _folder.Write(".env", "REVERIE_SEARCH_PATH=file://configs\n");
        // Three equal parts of a rollout there are none: that setting fails, and the others go on.
        _folder.Write("configs/sweeps/tiny.yaml", Text);
    }

    [Fact]
    public async Task Run_KilledAtAnyMoment_EndsWithTheSameTableAndGoesOnInsteadOfAnew()
    {
        var (exit, output, error) = await RunAsync("whole");
        Assert.True(exit == 0, output + error);
        Assert.Contains("Rung 1 of 2 (common.steps=256): 3 settings, 1 failed; 1 go on: ", output, StringComparison.Ordinal);
        Assert.Contains("cannot be cut into", output, StringComparison.Ordinal);
        using (var process = ReverieProcess.Start(_folder.Path, "sweep", "tiny", "--runs", "killed"))
        {
            Assert.True(SpinWait.SpinUntil(() => Checkpoints(_folder.In("killed")) > 0 || process.HasExited, Patience));
            await Task.Delay(new SeededRandom(20_261_129).NextInt(1500), TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        (exit, output, error) = await RunAsync("killed");
        Assert.True(exit == 0, output + error);

        string expected = await ReportAsync("whole");
        Assert.Equal(expected, await ReportAsync("killed"));
        Assert.Contains("trial-001 failed, and counts as the worst: ", expected, StringComparison.Ordinal);
        var status = await ReverieProcess.RunAsync(_folder.Path, "sweep", "status", "tiny", "--runs", "killed");
        string best = Assert.Single(status.Output.Split('\n'), line => line.Contains("\tbest\t", StringComparison.Ordinal));
        Assert.Single(status.Output.Split('\n'), line => line.Contains("\tfailed\t", StringComparison.Ordinal));

        // The best one is what a run of that length is, made at once.
        string name = best.Split('\t')[0], value = best.Split('\t')[1];
        _folder.Write("one.yaml", Text.Replace("search: halving", "search: grid", StringComparison.Ordinal).Replace("first: 256, ", "", StringComparison.Ordinal)
            .Replace("[4, 3, 2]", $"[{value}]", StringComparison.Ordinal));
        var alone = await ReverieProcess.RunAsync(_folder.Path, "sweep", _folder.In("one.yaml"), "--runs", "alone");
        Assert.True(alone.ExitCode == 0, alone.Output + alone.Error);
        string[] once = Returns("alone/sweeps/one/trial-000"), rungs = Returns($"whole/sweeps/tiny/{name}");
        Assert.Equal(2, once.Length);
        Assert.Equal(once, rungs);
    }

    [Fact]
    public async Task Run_MistakeOfAllSettings_IsSaidBeforeAnythingBegins()
    {
        string file = _folder.In("configs/sweeps/tiny.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("training.minibatches:", "training.minibatch:", StringComparison.Ordinal));

        var (exit, _, error) = await RunAsync("runs");

        Assert.Equal(2, exit);
        Assert.Contains("unknown key 'training.minibatch'", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.In("runs/sweeps")));
    }

    public void Dispose() => _folder.Dispose();

    private static int Checkpoints(string runs) => Directory.Exists(runs) ? Directory.GetDirectories(runs, "*-step-*", SearchOption.AllDirectories).Length : 0;

    private string[] Returns(string folder) =>
        [.. File.ReadAllLines(Assert.Single(Directory.GetFiles(_folder.In(folder), "metrics.jsonl", SearchOption.AllDirectories))).Where(line => line.Contains("test/return", StringComparison.Ordinal)).Select(line => line[line.IndexOf("test/return", StringComparison.Ordinal)..])];

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string runs) => ReverieProcess.RunAsync(_folder.Path, "sweep", "tiny", "--runs", runs, "--jobs", "2");

    private async Task<string> ReportAsync(string runs)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, "sweep", "report", "tiny", "--runs", runs, "--out", $"{runs}-report");
        Assert.True(exit == 0, output + error);
        Assert.All(["tiny-curves.png", "tiny-curves.svg"], figure => Assert.True(File.Exists(_folder.In($"{runs}-report/{figure}"))));
        return File.ReadAllText(_folder.In($"{runs}-report/tiny.md"));
    }
}
