using System.Diagnostics;

namespace Reverie.Cli.Tests.Runs;

/// <summary>Environments in Python processes, whichever of the processes is killed.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("reverie-workers-").FullName;

    [Fact]
    public async Task Train_WorkerIsKilled_GoesOnAndSaysSo()
    {
        var run = ReverieProcess.RunAsync(
            _folder, "train", "exp=smoke", "env=gymnasium", "env.id=Number-v0", $"env.train.worker.python={StandIns.Python}", "env.train.size=32", "common.epochs=2",
            "collection.train.config.num_steps=3000", "evaluation.should=false");
        // The worker of training; the one of testing begins later and does nothing here.
        Assert.True(SpinWait.SpinUntil(() => Workers().Length == 3, Patience));
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Process.GetProcessById(Workers().Min()).Kill();
        var (exit, output, error) = await run;
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        Assert.Matches(@"(was killed by signal 9|Python process has ended).*a new (one|process) begins|new process\.", output);
    }

    [Fact]
    public void Train_ReverieIsKilled_LeavesNoWorkerBehind()
    {
        using var run = ReverieProcess.Start(
            _folder, "train", "exp=smoke", "env=gymnasium", "env.id=Number-v0", $"env.train.worker.python={StandIns.Python}", "env.train.size=32",
            "collection.train.config.num_steps=1000000");
        Assert.True(SpinWait.SpinUntil(() => Workers().Length > 0, Patience));
        run.Kill();
        run.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => Workers().Length == 0, Patience));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Python processes that work in this test's folder.</summary>
    private int[] Workers() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(IsWorker).Select(name => int.Parse(name!, null))];

    private bool IsWorker(string? process)
    {
        try
        {
            return char.IsAsciiDigit(process![0]) && File.ResolveLinkTarget($"/proc/{process}/cwd", returnFinalTarget: false)?.FullName == _folder
                && File.ReadAllText($"/proc/{process}/cmdline").Contains("Serves one Gymnasium environment", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
