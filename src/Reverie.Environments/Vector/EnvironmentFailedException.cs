namespace Reverie.Environments.Vector;

/// <summary>An environment of a vector has thrown, or paid what is no reward.</summary>
/// <param name="index">Which environment of the vector.</param>
/// <param name="name">What it is, such as its id.</param>
/// <param name="step">In which of its steps since the vector was reset; 0: while it was reset.</param>
/// <param name="reason">What is wrong.</param>
/// <param name="cause">What it has thrown, if it has.</param>
public sealed class EnvironmentFailedException(int index, string name, long step, string reason, Exception? cause = null)
    : Exception($"Environment {index} ({name}) {(step == 0 ? "could not begin an episode" : $"failed in its step {step}")}: {reason}", cause)
{
    /// <summary>Which environment of the vector.</summary>
    public int Index { get; } = index;

    /// <summary>What it is, such as its id.</summary>
    public string Name { get; } = name;

    /// <summary>In which of its steps since the vector was reset; 0: while it was reset.</summary>
    public long Step { get; } = step;

    /// <summary>What is wrong, in a sentence.</summary>
    public string Reason { get; } = reason;
}
