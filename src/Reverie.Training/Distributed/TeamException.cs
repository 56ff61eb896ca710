namespace Reverie.Training.Distributed;

/// <summary>Processes that train together cannot go on; the message is one sentence.</summary>
/// <param name="message">One sentence.</param>
/// <param name="inner">What was seen, or null.</param>
public sealed class TeamException(string message, Exception? inner = null) : ReverieException(message, inner)
{
    public override bool IsUsersMistake => false;
}
