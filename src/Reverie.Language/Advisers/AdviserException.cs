namespace Reverie.Language.Advisers;

/// <summary>An adviser cannot be had or asked as it was described; the message is one sentence that says what to do.</summary>
public sealed class AdviserException(string message, Exception? inner = null) : IOException(message, inner);
