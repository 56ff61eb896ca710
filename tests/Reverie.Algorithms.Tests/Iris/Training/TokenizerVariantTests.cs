using System.Text.Json;

namespace Reverie.Algorithms.Tests.Iris.Training;

/// <summary>Whole runs with the kinds of tokenizers.</summary>
public sealed class TokenizerVariantTests
{
    [Theory]
    [InlineData("tokenizer.critic_loss_weight=1", "training.tokenizer.ignore_last_of_incomplete=20")]
    public void Run_ResumedAfterTwoEpochs_EndsWithTheSameWeights(params string[] overrides)
    {
        using var whole = new SmokeRun(overrides);
        using (var trainer = whole.Trainer())
            trainer.Run();
        using var halves = new SmokeRun(overrides);
        using (var trainer = halves.Trainer())
        {
            trainer.RunEpoch();
            trainer.RunEpoch();
        }
        using (var trainer = halves.Trainer(resume: true))
            trainer.Run();
        var (expected, actual) = (whole.Weights(), halves.Weights());
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
    }

    [Fact]
    public void Run_ValueLoss_WaitsForReturnsThatAreKnown()
    {
        using var run = new SmokeRun("tokenizer.critic_loss_weight=1", "training.tokenizer.ignore_last_of_incomplete=1000", "evaluation.should=false");
        using (var trainer = run.Trainer())
            trainer.Run();
        var lines = Metrics(run);
        // An episode of 100 steps at the most is not over after 40.
        Assert.DoesNotContain("tokenizer/train/loss", lines[0]);
        Assert.Contains("world_model/train/loss", lines[0]);
        Assert.Contains("tokenizer/train/value_loss", lines[^1]);
    }

    /// <summary>The names of what was logged, epoch after epoch.</summary>
    private static HashSet<string>[] Metrics(SmokeRun run) =>
    [
        .. File.ReadAllLines(Path.Combine(run.Folder.Logs, "metrics.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.EnumerateObject().Select(entry => entry.Name).ToHashSet()),
    ];
}
