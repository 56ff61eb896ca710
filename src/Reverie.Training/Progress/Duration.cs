namespace Reverie.Training.Progress;

/// <summary>Durations for people: <c>2h05m</c>, <c>1m07s</c>, <c>15s</c>.</summary>
public static class Duration
{
    public static string Format(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}h{time.Minutes:D2}m" : time.TotalMinutes >= 1 ? $"{time.Minutes}m{time.Seconds:D2}s"
            : $"{time.Seconds}s";
}
