using Reverie.Training;

namespace Reverie.Play;

/// <summary>Something that a person who plays can put right; the message is one sentence.</summary>
public sealed class PlayException(string message, Exception? inner = null) : ReverieException(message, inner);
