namespace Reverie.Language.Advisers.Limits;

/// <summary>Stops asking for a while after too many failures in a row, so that a dead endpoint does not cost every step its time.</summary>
/// <param name="failures">So many in a row.</param>
/// <param name="time">The clock.</param>
internal sealed class FailurePause(int failures, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private int _inARow;
    private TimeSpan _length = Shortest;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    internal bool IsOn
    {
        get
        {
            lock (_lock)
                return time.GetUtcNow() < _until;
        }
    }

    /// <summary>Counts how a question ended.</summary>
    internal void Count(bool isAnswered)
    {
        lock (_lock)
        {
            if (isAnswered)
            {
                (_inARow, _length) = (0, Shortest);
                return;
            }
            if (++_inARow < failures)
                return;
            _until = time.GetUtcNow() + _length;
            _length = _length * 2 < Longest ? _length * 2 : Longest;
            // One failure more is enough from now on.
            _inARow = failures - 1;
        }
    }
}
