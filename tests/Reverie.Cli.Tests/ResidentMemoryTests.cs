using System.Diagnostics;

namespace Reverie.Cli.Tests;

/// <summary>
/// Memory that the process holds does not grow with training: native buffers, which no count of tensors sees, included. It runs in a
/// process of its own, where no other test's memory is.
/// </summary>
public sealed class ResidentMemoryTests : IDisposable
{
    private const int StepsPerEpoch = 3 * 112; // of tokenizer, world model and actor-critic
    private const int WarmUpEpochs = 4;
    private const int Epochs = 6;

    // The collector takes and gives back up to 16 MB at a time; a leak of 16 KB a step would be more than the bound.
    private const long MostGrowth = 32_000_000;

    private readonly string _root = Directory.CreateTempSubdirectory("reverie-memory-").FullName;

    [Fact]
    public async Task Train_TwoThousandStepsMore_HoldsNoMoreMemory()
    {
        using var process = ReverieProcess.Start(
            _root, "train", "exp=smoke", "common.epochs=100", "common.do_checkpoint=false", "evaluation.should=false", "collection.train.config.num_steps=10",
            "training.tokenizer.steps_per_epoch=112", "training.world_model.steps_per_epoch=112", "training.actor_critic.steps_per_epoch=112", "--runs", _root);
        try
        {
            long before = await ResidentAfterAsync(WarmUpEpochs, process);
            long after = await ResidentAfterAsync(WarmUpEpochs + Epochs, process);
            Assert.True(after - before < MostGrowth, $"{before / 1e6:F0} MB became {after / 1e6:F0} MB in {Epochs * StepsPerEpoch} steps.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Bytes in memory once so many epochs are in the metrics file.</summary>
    private async Task<long> ResidentAfterAsync(int epochs, Process process)
    {
        while (EpochsDone() < epochs)
        {
            Assert.False(process.HasExited, "Training ended early.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        process.Refresh();
        return process.WorkingSet64;
    }

    private int EpochsDone()
    {
        string? file = Directory.EnumerateFiles(_root, "metrics.jsonl", SearchOption.AllDirectories).FirstOrDefault();
        if (file is null)
            return 0;
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(character => character == '\n');
    }
}
