using Reverie.Training.Randomness;
using SkiaSharp;

namespace Reverie.Cli.Tests.Experiments;

/// <summary>Experiments as a user starts them.</summary>
public sealed class ExperimentCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder _folder = new();

    public ExperimentCommandTests()
    {
        _folder.Write(".env", "REVERIE_SEARCH_PATH=file://configs\n");
        _folder.Write("configs/experiments/tiny.yaml", """
            question: Does it end where it would have ended?
            metric: {name: test/return, steps: step, zero: 0, one: 500}
            overrides:
            - exp=ppo_cartpole
            - common.steps=1024
            - common.device=cpu
            - collection.num_envs=4
            - evaluation.every=512
            - evaluation.episodes=4
            - checkpoint.every=256
            - network.hidden=[8]
            environments:
              cart: []
            arms:
              fast: [training.learning_rate=0.003]
              slow: [training.learning_rate=0.0001]
            scales:
              small: {seeds: [0]}
            """);
    }

    [Fact]
    public async Task Run_KilledAtAnyMoment_EndsWithTheSameTable()
    {
        Assert.Equal(0, (await ReverieProcess.RunAsync(_folder.Path, "experiment", "run", "tiny", "--runs", "whole", "--jobs", "2")).ExitCode);
        var moments = new SeededRandom(20_261_129);
        using (var process = ReverieProcess.Start(_folder.Path, "experiment", "run", "tiny", "--runs", "killed", "--jobs", "2"))
        {
            Assert.True(SpinWait.SpinUntil(() => Checkpoints(_folder.In("killed")) > 0 || process.HasExited, Patience));
            await Task.Delay(moments.NextInt(400), TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, "experiment", "run", "tiny", "--runs", "killed", "--jobs", "2");

        Assert.True(exit == 0, output + error);
        string expected = await ReportAsync("whole"), actual = await ReportAsync("killed");
        Assert.Contains("| fast | ", expected, StringComparison.Ordinal);
        Assert.Equal(expected, actual);
        var status = await ReverieProcess.RunAsync(_folder.Path, "experiment", "status", "tiny", "--runs", "killed");
        Assert.Equal(2, status.Output.Split('\n').Count(line => line.Contains("\tcomplete\t1024\t", StringComparison.Ordinal)));
        Assert.All(["tiny-steps", "tiny-time"], figure => Assert.True(HasInk($"killed-report/{figure}.png")));
        Assert.Contains("fast", File.ReadAllText(_folder.In("killed-report/tiny-steps.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MistypedOverride_NamesIt()
    {
        string file = _folder.In("configs/experiments/tiny.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("common.steps", "common.step", StringComparison.Ordinal));

        var (exit, output, _) = await ReverieProcess.RunAsync(_folder.Path, "experiment", "run", "tiny", "--jobs", "2");

        Assert.Equal(1, exit);
        Assert.Contains("unknown key 'common.step'; the nearest known key is 'common.steps'", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static int Checkpoints(string runs) => Directory.Exists(runs) ? Directory.GetDirectories(runs, "*-step-*", SearchOption.AllDirectories).Length : 0;

    /// <summary>The part of a report that does not depend on how fast the machine is.</summary>
    private async Task<string> ReportAsync(string runs)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, "experiment", "report", "tiny", "--runs", runs, "--out", $"{runs}-report");
        Assert.True(exit == 0, output + error);
        string page = File.ReadAllText(_folder.In($"{runs}-report/tiny.md"));
        return page[..page.IndexOf("## Equal wall-clock", StringComparison.Ordinal)];
    }

    /// <summary>Without fonts a figure has no text, and nobody says so: the title's place must have something dark.</summary>
    private bool HasInk(string file)
    {
        using var picture = SKBitmap.Decode(_folder.In(file));
        int dark = 0;
        for (int y = 0; y < 30; y++)
        {
            for (int x = 250; x < 550; x++)
                dark += picture.GetPixel(x, y).Red < 100 ? 1 : 0;
        }
        return dark > 50;
    }
}
