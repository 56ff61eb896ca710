using Reverie.Training.Experiments;

namespace Reverie.Training.Tests.Experiments;

public sealed class TrainingClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void At_ProcessThatWasKilled_CountsOnlyWhatWasKept()
    {
        // The first process logged at 10 and 20 seconds and was killed later; a day after, another one went on.
        var clock = new TrainingClock([new(Start, "a"), new(Start.AddDays(1), "a")]);

        double[] seconds = [.. ((double[])[10, 20, 86_405, 86_430]).Select(after => clock.At(Start.AddSeconds(after)))];

        Assert.Equal([10, 20, 25, 50], seconds);
    }

    [Fact]
    public void At_LineWithoutTime_IsWhereTheClockStands()
    {
        var clock = new TrainingClock([new(Start, "a")]);
        clock.At(Start.AddSeconds(3));
        Assert.Equal(3, clock.At(null));
    }
}
