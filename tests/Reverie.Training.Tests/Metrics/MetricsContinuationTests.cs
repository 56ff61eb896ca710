using System.Text.Json;
using Reverie.Training.Metrics;

namespace Reverie.Training.Tests.Metrics;

/// <summary>How <c>metrics.jsonl</c> goes on from process to process, and what can be read of it meanwhile.</summary>
public sealed class MetricsContinuationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => _folder.In(JsonLinesWriter.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Constructor_ResumedAtALoggedStep_KeepsAllLinesOfIt()
    {
        Write(null, (1, 1), (2, 2), (2, 20), (3, 3), (3, 30)); // training and validation log a line each
        Write(2, (3, 33));
        Assert.Equal([1, 2, 20, 33], Losses());
    }

    [Fact]
    public void Constructor_ResumedBeforeTheFirstStep_BeginsAnew()
    {
        Write(null, (1, 1), (2, 2));
        Write(0, (1, 11));
        Assert.Equal([11], Losses());
    }

    [Fact]
    public void Constructor_LineWholeButForItsEnd_IsCutAndWrittenAgain()
    {
        Write(null, (1, 1), (2, 2));
        using (var file = File.OpenWrite(Log))
            file.SetLength(file.Length - 1);
        Write(2, (2, 22));
        Assert.Equal([1, 22], Losses());
    }

    [Fact]
    public void Constructor_NoFileYet_MakesFolderAndFile()
    {
        using (var writer = new JsonLinesWriter(_folder.In("new/logs"), FixedTime.AtNoon(), resumedFrom: 7))
            writer.Scalars(8, new Dictionary<string, double>());
        Assert.StartsWith("{\"step\":8,", File.ReadAllText(_folder.In($"new/logs/{JsonLinesWriter.FileName}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_NotFlushed_CanBeReadWhileTheWriterIsAtWork()
    {
        using var writer = new JsonLinesWriter(_folder.Path, FixedTime.AtNoon());
        writer.Scalars(1, new Dictionary<string, double> { ["loss"] = 0.5, ["grad_norm"] = double.PositiveInfinity });

        var line = JsonSerializer.Deserialize<JsonElement>(Assert.Single(File.ReadAllLines(Log)));
        Assert.Equal(0.5, line.GetProperty("loss").GetDouble());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("grad_norm").ValueKind);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(5e-324)]
    [InlineData(-1.7976931348623157e308)]
    public void Scalars_AnyNumber_IsReadBackToTheBit(double value)
    {
        Write(null, (1, value));
        Assert.Equal([value], Losses());
    }

    [Fact]
    public void MetricsLog_SeveralWriters_AllAreToldInOrder()
    {
        var calls = new List<string>();
        using (var log = new MetricsLog(new Recorder("a", calls), new Recorder("b", calls)))
        {
            log.Scalars(3, new Dictionary<string, double> { ["x"] = 1 });
            log.Flush();
        }
        Assert.Equal(["a 3 x=1", "b 3 x=1", "a flush", "b flush", "a dispose", "b dispose"], calls);
    }

    private void Write(long? resumedFrom, params (long Step, double Loss)[] lines)
    {
        using var writer = new JsonLinesWriter(_folder.Path, FixedTime.AtNoon(), resumedFrom);
        foreach (var (step, loss) in lines)
            writer.Scalars(step, new Dictionary<string, double> { ["loss"] = loss });
    }

    private IEnumerable<double> Losses() =>
        File.ReadAllLines(Log).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("loss").GetDouble());

    private sealed class Recorder(string name, List<string> calls) : IMetricsWriter
    {
        public void Scalars(long step, IReadOnlyDictionary<string, double> values) =>
            calls.Add($"{name} {step} {string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}"))}");

        public void Flush() => calls.Add($"{name} flush");

        public void Dispose() => calls.Add($"{name} dispose");
    }
}
