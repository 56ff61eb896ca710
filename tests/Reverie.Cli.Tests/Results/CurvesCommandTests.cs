namespace Reverie.Cli.Tests.Results;

public sealed class CurvesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Curves_TwoRuns_AreATableInTheirOrder()
    {
        Write("2026-01-31/12-00-00", """{"step":1,"test_dataset/success":0.95,"train_dataset/steps":40}""", """{"step":2,"train_dataset/steps":80}""");
        Write(
            "2026-01-31/13-00-00",
            """{"step":1,"test_dataset/success":1,"train_dataset/steps":200}""",
            """{"step":2,"test_dataset/success":0.12345,"train_dataset/steps":400}""");

        string table = await RunAsync("2026-01-31/12-00-00", "2026-01-31/13-00-00", "--label", "first");

        Assert.Equal(
            """
            | run | last test_dataset/success | at train_dataset/steps | 0.9 for good from |
            |---|---|---|---|
            | first | 0.95 | 40 | 40 |
            | 2026-01-31/13-00-00 | 0.123 | 400 | never |

            """.ReplaceLineEndings("\n"),
            table);
    }

    [Fact]
    public async Task Curves_RunWithoutMetrics_SaysWhy()
    {
        Write("day/run");
        File.Delete(_folder.In("day/run/logs/metrics.jsonl"));

        var (exit, _, error) = await ReverieProcess.RunAsync(_folder.Path, "curves", "day/run");

        Assert.Equal(2, exit);
        Assert.Contains("has no metrics.jsonl; it was made with wandb.mode=disabled or has not begun.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curves_RunThatHasNotEvaluatedYet_NamesWhatThereIs()
    {
        Write("day/run", """{"step":1,"train_dataset/steps":40}""");

        var (exit, _, error) = await ReverieProcess.RunAsync(_folder.Path, "curves", "day/run");

        Assert.Equal(2, exit);
        Assert.Contains("logged no 'test_dataset/success'; it has step, train_dataset/steps.", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, ["curves", .. arguments]);
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        return output;
    }

    private void Write(string run, params string[] lines)
    {
        _folder.Write($"{run}/config/config.yaml", "");
        _folder.Write($"{run}/logs/metrics.jsonl", string.Join('\n', lines));
    }
}
