using System.Diagnostics;

namespace Reverie.Cli.Tests;

/// <summary>What an outsider writes against Reverie, used as an outsider uses it: a plug-in by <c>--plugin</c>, a program by starting it.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Plugin => Path.Combine(Repository.Root, "examples", "TabularQ", "bin", "Release", "net10.0", "TabularQ.dll");

    [Fact]
    public async Task Algorithms_WithPlugin_ListsItBesideTheBuiltInOnes()
    {
        string output = await RunAsync("algorithms", "--plugin", Plugin);
        Assert.Contains("q_learning\tTabular Q-learning", output, StringComparison.Ordinal);
        Assert.Contains("iris\t", output, StringComparison.Ordinal);
        Assert.DoesNotContain("q_learning", await RunAsync("algorithms"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environments_WithPlugin_AreListedAndChecked()
    {
        Assert.Contains("Corridor-v0", await RunAsync("envs", "corridor", "--plugin", Plugin), StringComparison.Ordinal);
        Assert.Contains("all is well", await RunAsync("env", "check", "Corridor-v0", "--plugin", Plugin), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_PluginKilledAndResumed_EndsAsTheOneThatWasLeftAlone()
    {
        string[] options = ["algo=q_learning", "steps=9000", "checkpoint.every=1000"];
        await RunAsync(["train", "--plugin", Plugin, "--runs", "whole", .. options]);
        using (var process = ReverieProcess.Start(_folder.Path, ["train", "--plugin", Plugin, "--runs", "killed", .. options]))
        {
            while (!process.HasExited && Checkpoints("killed").Length == 0)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        // The run knows its plug-in.
        string resumed = await RunAsync("resume", Run("killed"));
        Assert.Contains("success 100.0 %", resumed, StringComparison.Ordinal);
        Assert.Contains("of Corridor-v0", await RunAsync("eval", Run("killed"), "-n", "3", "--no-video"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Checkpoints("whole")[^1], "q_table.json")), File.ReadAllBytes(Path.Combine(Checkpoints("killed")[^1], "q_table.json")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Checkpoints("whole")[^1], "state")), File.ReadAllBytes(Path.Combine(Checkpoints("killed")[^1], "state")));
    }

    [Fact]
    public async Task Train_PluginsExperiment_UsesItsConfigurationAndABuiltInWrapper()
    {
        string output = await RunAsync("train", "--plugin", Plugin, "exp=empty5x5", "steps=30000");
        Assert.Matches(@"of MiniGrid-Empty-5x5-v0: success (9\d|100)\.", output);
    }

    [Fact]
    public async Task Train_PluginNamedByTheConfiguration_IsLoaded()
    {
        string output = await RunAsync("train", $"+plugins=['{Plugin}']", "algo=q_learning", "steps=200");
        Assert.Contains("of Corridor-v0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlayTrained_RunFolder_PlaysAnEpisodeInTenLines()
    {
        using var run = new GoldenRun("iris");
        string program = Path.Combine(Repository.Root, "examples", "PlayTrained", "bin", "Release", "net10.0", "PlayTrained.dll");
        var start = new ProcessStartInfo("dotnet", [program, run.Folder]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Matches(@"^return \d\.\d{3}, success (True|False)", output);
    }

    public void Dispose() => _folder.Dispose();

    private string Run(string runs) => Directory.GetDirectories(_folder.In(runs)).SelectMany(Directory.GetDirectories)
        .Single(path => !Path.GetFileName(path).StartsWith('.'));

    private string[] Checkpoints(string runs) => !Directory.Exists(_folder.In(runs)) ? [] :
        [.. Directory.GetDirectories(_folder.In(runs), "*-step-*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, arguments);
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        return output;
    }
}
