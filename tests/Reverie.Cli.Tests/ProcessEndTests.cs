using System.Collections.Concurrent;

namespace Reverie.Cli.Tests;

/// <summary>
/// A command that fails after libtorch was loaded ends with its own exit code, each time. With libtorch 2.6 the process died at its end now and
/// then (exit 139), when destructors of libraries met threads that still ran.
/// </summary>
public sealed class ProcessEndTests : IDisposable
{
    private const int Runs = 30;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_FailsAfterTheLibraryIsLoaded_EndsWithItsExitCodeEachTime()
    {
        var ends = new ConcurrentBag<(int ExitCode, string Error)>();
        // Side by side: each also meets a busy machine, where threads end late.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Runs),
            new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) =>
            {
                var (exitCode, _, error) = await ReverieProcess.RunAsync(_folder.Path, "train", "exp=smoke", "env.train.noop_max=30");
                ends.Add((exitCode, error));
            });
        Assert.Equal(Runs, ends.Count);
        Assert.All(ends, end =>
        {
            Assert.Equal(2, end.ExitCode);
            Assert.Contains("'env.train.noop_max' does not fit", end.Error, StringComparison.Ordinal);
        });
    }
}
