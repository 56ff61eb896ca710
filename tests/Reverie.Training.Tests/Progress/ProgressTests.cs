using System.Globalization;
using Reverie.Training.Progress;

namespace Reverie.Training.Tests.Progress;

public sealed class ProgressTests
{
    [Fact]
    public void Phase_Advancing_KnowsRateAndRemainingTime()
    {
        var time = FixedTime.AtNoon();
        using var phase = new ProgressPhase(new SilentReporter(), time, "tokenizer", "steps", total: 200);
        Assert.Null(phase.Remaining);
        time.Advance(TimeSpan.FromSeconds(10));
        phase.Advance(50);

        Assert.Equal(5, phase.Rate, precision: 6);
        Assert.Equal(TimeSpan.FromSeconds(30), phase.Remaining);
    }

    [Fact]
    public void Phase_OfBillionsThatBeginsSlowly_KnowsARemainingTime()
    {
        var time = FixedTime.AtNoon();
        using var phase = new ProgressPhase(new SilentReporter(), time, "tokenizer", "steps", total: int.MaxValue);
        time.Advance(TimeSpan.FromHours(1));
        phase.Advance();

        Assert.InRange(phase.Remaining!.Value, TimeSpan.FromDays(365_000), TimeSpan.MaxValue);
    }

    [Fact]
    public void Phase_Resumed_KnowsItsOwnRate()
    {
        var time = FixedTime.AtNoon();
        using var phase = new ProgressPhase(new SilentReporter(), time, "pretrain", "steps", total: 200);
        phase.Resume(100);
        Assert.Null(phase.Remaining);
        time.Advance(TimeSpan.FromSeconds(10));
        phase.Advance(50);

        Assert.Equal(150, phase.Done);
        Assert.Equal(5, phase.Rate, precision: 6);
        Assert.Equal(TimeSpan.FromSeconds(10), phase.Remaining);
    }

    [Theory]
    [InlineData("02:05:09", "2h05m")]
    [InlineData("1.01:00:00", "25h00m")]
    [InlineData("00:59:59", "59m59s")]
    [InlineData("00:00:07", "7s")]
    public void Format_Duration_NamesItsUnits(string time, string expected) =>
        Assert.Equal(expected, Duration.Format(TimeSpan.Parse(time, CultureInfo.InvariantCulture)));

    [Fact]
    public void PlainReporter_ManyUpdates_WritesALineAnIntervalAndOneAtTheEnd()
    {
        var time = FixedTime.AtNoon();
        var output = new StringWriter { NewLine = "\n" };
        var reporter = new PlainReporter(output, time, TimeSpan.FromSeconds(5));
        using (var phase = new ProgressPhase(reporter, time, "world model", "steps", total: 20))
        {
            for (int i = 0; i < 20; i++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                phase.Set("loss", 1.5);
                phase.Advance();
            }
        }
        Assert.Equal(
            ["world model: 5/20 steps, 1/s, 5s, 15s left  loss 1.5", "world model: 10/20 steps, 1/s, 10s, 10s left  loss 1.5",
                "world model: 15/20 steps, 1/s, 15s, 5s left  loss 1.5", "world model: 20/20 steps, 1/s, 20s, 0s left  loss 1.5",
                "world model: 20/20 steps, 1/s, 20s  loss 1.5"],
            output.ToString().TrimEnd().Split('\n'));
    }
}
