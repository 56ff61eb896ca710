namespace Reverie.Cli.Tests.Results;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Compare_GroupsOfRuns_AreMeansOfTheirLastValues()
    {
        Write("day/a", "gru", """{"step":1,"acc":0.1,"loss":3}""", """{"step":2,"acc":0.5}""");
        Write("day/b", "gru", """{"step":1,"acc":0.7}""");
        Write("day/c", null, """{"step":1,"acc":0.25,"loss":1}""");

        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, "compare", "day/a", "day/c", "day/b", "--metric", "acc", "loss", "--digits", "2");

        Assert.True(exit == 0, error);
        Assert.Equal(
            """
            | group | runs | acc | loss |
            |---|---|---|---|
            | gru | 2 | 0.60 [0.50, 0.70] | 3.00 (1 of 2) |
            | day/c | 1 | 0.25 | 1.00 |

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public async Task Compare_MetricThatNobodyLogged_NamesWhatThereIs()
    {
        Write("day/a", null, """{"step":1,"acc":0.1}""");

        var (exit, _, error) = await ReverieProcess.RunAsync(_folder.Path, "compare", "day/a", "--metric", "accuracy");

        Assert.Equal(2, exit);
        Assert.Contains("None of the runs logged 'accuracy'; they have acc, step.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day/a", "--digits", "10")]
    [InlineData("")]
    [InlineData("day/nothing")]
    public async Task Compare_BadArgument_IsRefused(params string[] arguments)
    {
        Write("day/a", null, """{"step":1,"test_dataset/success":0.1}""");
        Assert.Equal(2, (await ReverieProcess.RunAsync(_folder.Path, ["compare", .. arguments])).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string run, string? group, params string[] lines)
    {
        Directory.CreateDirectory(_folder.In($"{run}/logs"));
        Directory.CreateDirectory(_folder.In($"{run}/config"));
        File.WriteAllText(_folder.In($"{run}/config/config.yaml"), "common: {seed: 0}\n");
        File.WriteAllText(_folder.In($"{run}/run.json"), group is null ? """{"command": []}""" : $$"""{"command": [], "group": "{{group}}"}""");
        File.WriteAllLines(_folder.In($"{run}/logs/metrics.jsonl"), lines);
    }
}
