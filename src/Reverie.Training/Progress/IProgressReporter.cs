namespace Reverie.Training.Progress;

/// <summary>Shows how a long job is going: live on a terminal, as lines elsewhere.</summary>
public interface IProgressReporter
{
    /// <summary>A phase has begun; from now on its numbers change.</summary>
    void Begin(ProgressPhase phase);

    /// <summary>A phase has advanced. This is called often and must return quickly.</summary>
    void Update(ProgressPhase phase);

    /// <summary>A phase has ended.</summary>
    void End(ProgressPhase phase);

    /// <summary>One line for the user that is no progress.</summary>
    void Message(string line);
}
