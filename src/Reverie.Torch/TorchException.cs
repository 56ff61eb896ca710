namespace Reverie.Torch;

/// <summary>libtorch refused an operation, or is not there; the message says which and why.</summary>
public sealed class TorchException : Exception
{
    public TorchException(string message) : base(message) { }

    public TorchException(string message, Exception inner) : base(message, inner) { }
}
