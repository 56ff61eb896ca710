using System.Globalization;

namespace Reverie.Training.Progress;

/// <summary>Writes plain lines: one at most every few seconds while a phase runs, and one at its end.</summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="time">The clock.</param>
/// <param name="interval">Least time between two lines of a running phase.</param>
public sealed class PlainReporter(TextWriter writer, TimeProvider time, TimeSpan interval) : IProgressReporter
{
    private long _lastLine;

    public void Begin(ProgressPhase phase) => _lastLine = time.GetTimestamp();

    public void Update(ProgressPhase phase)
    {
        if (time.GetElapsedTime(_lastLine) < interval)
            return;
        _lastLine = time.GetTimestamp();
        writer.WriteLine(Line(phase));
    }

    public void End(ProgressPhase phase) => writer.WriteLine(Line(phase));

    public void Message(string line) => writer.WriteLine(line);

    private static string Line(ProgressPhase phase)
    {
        string total = phase.Total is { } known ? $"/{known}" : "";
        string rest = phase is { IsEnded: false, Remaining: { } remaining } ? $", {Duration.Format(remaining)} left" : "";
        string values = string.Concat(phase.Values.Select(pair => string.Create(CultureInfo.InvariantCulture, $"  {pair.Key} {pair.Value:G4}")));
        return string.Create(
            CultureInfo.InvariantCulture, $"{phase.Name}: {phase.Done}{total} {phase.Unit}, {phase.Rate:G3}/s, {Duration.Format(phase.Elapsed)}{rest}{values}");
    }
}
