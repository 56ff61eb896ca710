namespace Reverie.Training.Data;

/// <summary>Follows which of several environments have finished since the last reset; each is counted until its first end.</summary>
public sealed class DoneTracker(int environments)
{
    // 0: running; 1: finished in the last step; 2: finished earlier.
    private readonly byte[] _state = new byte[environments];

    /// <summary>Number of environments that have finished.</summary>
    public int DoneCount => _state.Length - _state.AsSpan().Count((byte)0);

    /// <summary>True when all have finished, so that they must be reset.</summary>
    public bool AllDone => DoneCount == _state.Length;

    /// <summary>Number of environments whose last step counted: those that had not finished before it.</summary>
    public int StepsCounted => _state.Length - _state.AsSpan().Count((byte)2);

    /// <summary>State per environment: 0 running, 1 just finished, 2 finished earlier.</summary>
    public ReadOnlySpan<byte> State => _state;

    /// <summary>Whether an environment has finished.</summary>
    public bool IsDone(int environment) => _state[environment] != 0;

    /// <summary>Takes note of one step of all environments.</summary>
    public void Update(ReadOnlySpan<bool> done)
    {
        for (int i = 0; i < _state.Length; i++)
            _state[i] = (byte)Math.Min(2 * _state[i] + (done[i] ? 1 : 0), 2);
    }

    /// <summary>All environments run again.</summary>
    public void Reset() => Array.Clear(_state);

    internal void Restore(ReadOnlySpan<byte> state) => state.CopyTo(_state);
}
