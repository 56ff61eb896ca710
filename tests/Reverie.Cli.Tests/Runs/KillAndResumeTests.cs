using System.Diagnostics;
using Reverie.Training.Randomness;

namespace Reverie.Cli.Tests.Runs;

/// <summary>A training process that is killed without warning, three times, ends where one that was left alone ends, bit for bit.</summary>
public sealed class KillAndResumeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("reverie-kill-").FullName;

    [Fact]
    public async Task Train_KilledThreeTimes_EndsWithTheSameBytes()
    {
        string whole = await TrainAsync("whole");
        string killed = Path.Combine(_root, "killed");
        var moments = new SeededRandom(20_260_101);
        bool started = false;
        for (int kill = 0; kill < 3; kill++)
        {
            using var process = started ? ReverieProcess.Start(_root, "resume", RunIn(killed)) : StartTraining(killed);
            // A checkpoint must be there to go on from; after that, any moment will do.
            await WaitForCheckpointAsync(killed, process, TestContext.Current.CancellationToken);
            await Task.Delay(moments.NextInt(1500), TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            started = true;
        }
        using (var last = ReverieProcess.Start(_root, "resume", RunIn(killed)))
        {
            await last.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, last.ExitCode);
        }
        string[] files = Files(Checkpoint(whole));
        Assert.Contains("state/train/environments", files);
        Assert.Equal(files, Files(Checkpoint(RunIn(killed))));
        foreach (string file in files.Where(file => file != "manifest.json"))
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(Checkpoint(whole), file)), actual = File.ReadAllBytes(Path.Combine(Checkpoint(RunIn(killed)), file));
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{file} differs");
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string RunIn(string runs) => Directory.GetDirectories(runs).SelectMany(Directory.GetDirectories)
        .Single(path => !Path.GetFileName(path).StartsWith('.'));

    private static string Checkpoint(string run) =>
        Directory.GetDirectories(Path.Combine(run, "checkpoints")).Where(path => !Path.GetFileName(path).StartsWith('.')).Order().Last();

    private static string[] Files(string checkpoint) =>
        [.. Directory.GetFiles(checkpoint, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(checkpoint, path)).Order()];

    private Process StartTraining(string runs) =>
        ReverieProcess.Start(_root, "train", "exp=smoke", "common.epochs=12", "collection.train.stop_after_epochs=12", "--runs", runs);

    private async Task<string> TrainAsync(string name)
    {
        string runs = Path.Combine(_root, name);
        using var process = StartTraining(runs);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return RunIn(runs);
    }

    private static async Task WaitForCheckpointAsync(string runs, Process process, CancellationToken cancel)
    {
        while (!process.HasExited)
        {
            if (Directory.Exists(runs) && Directory.GetDirectories(runs, "*-step-*", SearchOption.AllDirectories).Length > 0)
                return;
            await Task.Delay(20, cancel);
        }
    }
}
