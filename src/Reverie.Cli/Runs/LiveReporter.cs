using System.Globalization;
using Reverie.Training.Progress;
using Spectre.Console;

namespace Reverie.Cli.Runs;

/// <summary>One line that redraws itself for the phase at work; what shall stay is said with <see cref="Message"/>.</summary>
internal sealed class LiveReporter(IAnsiConsole console, TimeProvider time) : IProgressReporter
{
    private const int BarWidth = 24;
    private const string ToStartAndClear = "\r\u001b[K";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _lastDrawn;

    public void Begin(ProgressPhase phase) => Draw(phase);

    public void Update(ProgressPhase phase)
    {
        if (time.GetElapsedTime(_lastDrawn) >= Interval)
            Draw(phase);
    }

    public void End(ProgressPhase phase) => Erase();

    public void Message(string line)
    {
        Erase();
        console.WriteLine(line);
    }

    private void Draw(ProgressPhase phase)
    {
        _lastDrawn = time.GetTimestamp();
        double share = phase.Total is > 0 ? Math.Min(1, (double)phase.Done / phase.Total.Value) : 0;
        int filled = (int)(share * BarWidth);
        string values = string.Concat(phase.Values.Select(pair => string.Create(CultureInfo.InvariantCulture, $"  {pair.Key} {pair.Value:G4}")));
        string rest = phase.Remaining is { } remaining ? $"  {Duration.Format(remaining)} left" : "";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{phase.Name,-32} {new string('━', filled)}{new string('╌', BarWidth - filled)} {phase.Done}/{phase.Total} {phase.Rate:G3}/s{rest}{values}");
        int width = Math.Max(20, console.Profile.Width - 1);
        console.Profile.Out.Writer.Write($"{ToStartAndClear}{(text.Length > width ? text[..width] : text)}");
    }

    private void Erase() => console.Profile.Out.Writer.Write(ToStartAndClear);
}
