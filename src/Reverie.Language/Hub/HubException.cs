namespace Reverie.Language.Hub;

/// <summary>A model or file could not be had; the message is one sentence that says what to do.</summary>
public sealed class HubException(HubFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    public HubFailure Failure { get; } = failure;
}
