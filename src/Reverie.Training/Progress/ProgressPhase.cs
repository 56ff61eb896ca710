namespace Reverie.Training.Progress;

/// <summary>One phase of a job, such as "world model" in an epoch: how much is done, how fast, and its latest numbers.</summary>
/// <remarks>Disposing it ends the phase.</remarks>
public sealed class ProgressPhase : IDisposable
{
    /// <summary>More than that nobody waits; it is finite where a total of billions begins slowly.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1e6);

    private readonly IProgressReporter _reporter;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Dictionary<string, double> _values = [];
    private TimeSpan? _ended;
    private long _doneBefore;

    /// <summary>Begins a phase.</summary>
    /// <param name="reporter">Who shows it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="name">What is being done.</param>
    /// <param name="unit">What is counted: "steps", "episodes", ...</param>
    /// <param name="total">How many there will be, or null if nobody knows.</param>
    public ProgressPhase(IProgressReporter reporter, TimeProvider time, string name, string unit, long? total = null)
    {
        (_reporter, _time, Name, Unit, Total) = (reporter, time, name, unit, total);
        _started = time.GetTimestamp();
        reporter.Begin(this);
    }

    public string Name { get; }

    public string Unit { get; }

    /// <summary>How many there will be, or null.</summary>
    public long? Total { get; }

    /// <summary>How many are done.</summary>
    public long Done { get; private set; }

    /// <summary>The latest numbers, such as losses.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>Time since the beginning, up to the end.</summary>
    public TimeSpan Elapsed => _ended ?? _time.GetElapsedTime(_started);

    /// <summary>Units per second so far; 0 before the first.</summary>
    public double Rate => DoneHere == 0 ? 0 : DoneHere / Math.Max(1e-9, Elapsed.TotalSeconds);

    /// <summary>Estimate of the time still needed; null while nothing can be said.</summary>
    public TimeSpan? Remaining => Total is { } total && DoneHere > 0
        ? TimeSpan.FromSeconds(Math.Min(Elapsed.TotalSeconds * (Math.Max(0, total - Done) / (double)DoneHere), Longest.TotalSeconds))
        : null;

    /// <summary>True after the end.</summary>
    public bool IsEnded => _ended is not null;

    private long DoneHere => Done - _doneBefore;

    /// <summary>Counts what an interrupted run had done; it says nothing about how fast this one is.</summary>
    public void Resume(long count)
    {
        _doneBefore += count;
        Advance(count);
    }

    /// <summary>Counts on.</summary>
    public void Advance(long count = 1)
    {
        Done += count;
        _reporter.Update(this);
    }

    /// <summary>Sets one of the numbers shown; it appears with the next <see cref="Advance"/>.</summary>
    public void Set(string name, double value) => _values[name] = value;

    public void Dispose()
    {
        if (IsEnded)
            return;
        _ended = Elapsed;
        _reporter.End(this);
    }
}
