namespace Reverie.Training.Progress;

/// <summary>Shows nothing.</summary>
public sealed class SilentReporter : IProgressReporter
{
    public void Begin(ProgressPhase phase)
    {
    }

    public void Update(ProgressPhase phase)
    {
    }

    public void End(ProgressPhase phase)
    {
    }

    public void Message(string line)
    {
    }
}
