namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>The physics engine is not on this machine, or not in a version whose fields are known.</summary>
public sealed class MuJoCoMissingException : NotSupportedException
{
    public MuJoCoMissingException()
    {
    }

    public MuJoCoMissingException(string message) : base(message)
    {
    }

    public MuJoCoMissingException(string message, Exception inner) : base(message, inner)
    {
    }
}
