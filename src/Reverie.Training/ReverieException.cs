namespace Reverie.Training;

/// <summary>
/// Something that goes wrong in a way that was foreseen: its message is one sentence for the user and says what to do. Plug-ins derive
/// theirs from it, so that they are reported alike.
/// </summary>
/// <param name="message">One sentence.</param>
/// <param name="inner">What caused it, or null.</param>
public abstract class ReverieException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the user can mend it, by another option or file (exit code 2); otherwise the run itself failed (exit code 1).</summary>
    public virtual bool IsUsersMistake => true;
}
