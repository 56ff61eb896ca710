using Reverie.Training.Metrics;

namespace Reverie.Training.Tests.Metrics;

public sealed class JsonLinesWriterTests : IDisposable
{
    private const string Time = "\"time\":\"2026-01-31T12:00:05+00:00\"";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scalars_Written_AreOneObjectALine()
    {
        Write(null, (1, 0.25), (2, double.NaN));

        Assert.Equal([$"{{\"step\":1,{Time},\"loss\":0.25}}", $"{{\"step\":2,{Time},\"loss\":null}}"], Lines());
    }

    [Fact]
    public void Constructor_Resumed_RemovesLaterStepsAndAppends()
    {
        Write(null, (1, 1), (2, 2), (3, 3));
        Write(2, (3, 33));

        Assert.Equal(["1", "2", "33"], Lines().Select(line => line.Split("loss\":")[1].TrimEnd('}')));
    }

    [Theory]
    [InlineData("{\"step\":2,\"lo")]
    [InlineData("\0\0\0\0\n")]
    [InlineData("{\"step\":\"x\"}\n")]
    public void Constructor_BrokenTail_IsCutOff(string tail)
    {
        Write(null, (1, 1));
        File.AppendAllText(_folder.In(JsonLinesWriter.FileName), tail);
        Write(1, (2, 2));

        Assert.Equal(2, Lines().Length);
        Assert.Contains("\"step\":2,", Lines()[1]);
    }

    [Theory]
    [InlineData("{\"step\":2,\"lo\n")]
    [InlineData("\0\0\0\0\0\0\n")]
    [InlineData("\n")]
    public void Constructor_DamagedMiddleLine_CostsThatLineOnly(string damage)
    {
        Write(null, (1, 1), (2, 2), (3, 3));
        string all = File.ReadAllText(_folder.In(JsonLinesWriter.FileName));
        File.WriteAllText(_folder.In(JsonLinesWriter.FileName), all.Insert(all.IndexOf('\n') + 1, damage));
        Write(2, (3, 33));

        Assert.Equal(["1", "2", "33"], Lines().Select(line => line.Split("loss\":")[1].TrimEnd('}')));
    }

    [Fact]
    public void Open_Log_WritesBothKinds()
    {
        using (var log = MetricsLog.Open(_folder.Path, FixedTime.AtNoon()))
        {
            log.Scalars(1, new Dictionary<string, double> { ["x"] = 1 });
            log.Flush();
        }
        Assert.Contains("\"x\":1", Lines().Single());
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    private void Write(long? resumedFrom, params (long Step, double Loss)[] lines)
    {
        using var writer = new JsonLinesWriter(_folder.Path, FixedTime.AtNoon(), resumedFrom);
        foreach (var (step, loss) in lines)
            writer.Scalars(step, new Dictionary<string, double> { ["loss"] = loss });
    }

    private string[] Lines() => File.ReadAllLines(_folder.In(JsonLinesWriter.FileName));
}
