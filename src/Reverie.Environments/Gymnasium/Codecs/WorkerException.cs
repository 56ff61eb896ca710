namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>An environment in Python has raised an exception, does not answer, or its process has ended.</summary>
/// <param name="message">What has happened, in a sentence.</param>
/// <param name="kind">What the worker calls it, such as <c>call</c> or <c>make</c>; <c>process</c> where it said nothing.</param>
/// <param name="traceback">Python's traceback, where there is one.</param>
public sealed class WorkerException(string message, string kind = "process", string? traceback = null) : IOException(message)
{
    /// <summary>What the worker calls it; <c>process</c> where it said nothing.</summary>
    public string Kind { get; } = kind;

    /// <summary>Python's traceback, where there is one.</summary>
    public string? Traceback { get; } = traceback;
}
