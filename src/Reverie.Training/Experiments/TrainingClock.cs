namespace Reverie.Training.Experiments;

/// <summary>Turns the times of a log into seconds of training whose results were kept.</summary>
/// <param name="sessions">When processes began to work, in order.</param>
internal sealed class TrainingClock(IReadOnlyList<CellSession> sessions)
{
    private int _session = -1;
    private double _before;
    private double _now;

    /// <summary>Seconds of training up to a line of the log; lines come in order.</summary>
    public double At(DateTimeOffset? time)
    {
        if (time is not { } when)
            return _now;
        while (_session + 1 < sessions.Count && sessions[_session + 1].Started <= when)
        {
            _session++;
            _before = _now;
        }
        if (_session >= 0)
            _now = Math.Max(_now, _before + (when - sessions[_session].Started).TotalSeconds);
        return _now;
    }
}
