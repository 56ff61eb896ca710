using Reverie.Training.Configuration.Tree;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Metrics;

public sealed class MetricsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunFolder _run;

    public MetricsReaderTests() => _run = RunFolder.Create(_folder.Path, TimeProvider.System, new ConfigMap(default!), new RunMetadata { Command = ["test"] });

    private string PathOfMetrics => Path.Combine(_run.Logs, JsonLinesWriter.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadFrom_GrowingFile_GivesWholeNewLinesOnly()
    {
        Write("{\"step\":1,\"time\":\"t\",\"a\":0.5}\nnonsense\n{\"step\":2,\"a\":null,\"b\":[1]}\n{\"st");
        var (lines, next) = MetricsReader.ReadFrom(_run);
        Assert.Equal([1d, 2d], lines.Select(line => line.Step));
        Assert.Equal(0.5, lines[0].Numbers["a"]);
        Assert.False(lines[1].Numbers.ContainsKey("a") || lines[1].Numbers.ContainsKey("b"));
        File.AppendAllText(PathOfMetrics, "ep\":3}\n");
        (lines, next) = MetricsReader.ReadFrom(_run, next);
        Assert.Equal(3, Assert.Single(lines).Step);
        Assert.Empty(MetricsReader.ReadFrom(_run, next).Lines);
        // A resumed run cuts what no longer counts: all is read again.
        Write("{\"step\":9}\n");
        Assert.Equal(9, Assert.Single(MetricsReader.ReadFrom(_run, next).Lines).Step);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("{\"step\":1}\n{\"step\":2}", 2)]
    [InlineData("{\"step\":1}\n{\"step\":2}\n{\"st", 2)]
    public void Read_WholeFile_LeavesOutWhatIsCutShort(string text, int count)
    {
        Write(text);
        Assert.Equal(count, MetricsReader.Read(_run).Count());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"step\":2}{\"step\":3}")]
    public void Read_DamagedLineInTheMiddle_IsNamed(string line)
    {
        Write($"{{\"step\":1}}\n{line}\n{{\"step\":4}}\n");
        Assert.Contains("Line 2 of", Assert.Throws<InvalidDataException>(() => MetricsReader.Read(_run).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LineWithItsTime_GivesIt()
    {
        Write("{\"step\":1,\"time\":\"2026-01-31T12:00:05+00:00\"}\n");
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 5, TimeSpan.Zero), Assert.Single(MetricsReader.Read(_run)).Time);
    }

    private void Write(string text) => File.WriteAllText(PathOfMetrics, text);
}
