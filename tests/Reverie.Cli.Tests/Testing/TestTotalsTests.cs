using Reverie.Cli.Testing;

namespace Reverie.Cli.Tests.Testing;

public sealed class TestTotalsTests : IDisposable
{
    private readonly string _report = Path.GetTempFileName();

    [Fact]
    public void Read_Report_CountsErrorsAsFailures()
    {
        File.WriteAllText(_report, """<assemblies><assembly passed="3" failed="1" skipped="2" errors="1"/><assembly passed="4"/></assemblies>""");
        Assert.Equal(new TestTotals(Passed: 7, Failed: 2, Skipped: 2), TestTotals.Read(_report));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""<assemblies><assembly passed="3" """)]
    public void Read_CutReport_CountsNothing(string text)
    {
        File.WriteAllText(_report, text);
        Assert.Equal(new TestTotals(0, 0, 0), TestTotals.Read(_report));
    }

    [Theory]
    [InlineData(0, "5 passed, 1 failed")]
    [InlineData(2, "5 passed, 1 failed, 2 skipped")]
    public void ToString_Totals_IsTheLineThatIsLookedFor(int skipped, string line) =>
        Assert.Equal(line, (new TestTotals(2, 0, skipped) + new TestTotals(3, 1, 0)).ToString());

    public void Dispose() => File.Delete(_report);
}
