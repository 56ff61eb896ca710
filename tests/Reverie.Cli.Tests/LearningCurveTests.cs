using Reverie.Cli.Results;
using Reverie.Training.Runs;

namespace Reverie.Cli.Tests;

public sealed class LearningCurveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reverie-curves-").FullName;

    [Fact]
    public void Read_NullsAndACutLastLine_AreLeftOut()
    {
        var curve = Read("""{"step":1,"loss":3}""", """{"step":2,"loss":null}""", """{"step":3,"loss":2}""", """{"step":4,"lo""");
        Assert.Equal([(1.0, 3.0), (3.0, 2.0)], curve.Points);
    }

    [Theory]
    [InlineData("""{"step":2,"lo""")]
    [InlineData("")]
    [InlineData("7")]
    public void Read_DamagedLineInTheMiddle_IsNamed(string damaged)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read("""{"step":1,"loss":3}""", damaged, """{"step":3,"loss":2}"""));
        Assert.StartsWith("Line 2 of", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("los", "step", "logged no 'los'; it has loss, step.")]
    [InlineData("loss", "steps", "logged no 'steps'; it has loss, step.")]
    public void Read_UnknownMetric_NamesWhatThereIs(string metric, string steps, string sentence)
    {
        Write("""{"step":1,"loss":3,"time":"now"}""");
        Assert.EndsWith(
            sentence, Assert.Throws<InvalidDataException>(() => LearningCurve.Read(RunFolder.Open(_folder), metric, steps)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LearningCurve Read(params string[] lines)
    {
        Write(lines);
        return LearningCurve.Read(RunFolder.Open(_folder), "loss", "step");
    }

    private void Write(params string[] lines)
    {
        foreach (string name in (string[])["config/config.yaml", "logs/metrics.jsonl"])
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
        File.WriteAllText(Path.Combine(_folder, "config", "config.yaml"), "");
        File.WriteAllText(Path.Combine(_folder, "logs", "metrics.jsonl"), string.Join('\n', lines));
    }
}
