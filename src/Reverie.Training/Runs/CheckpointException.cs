namespace Reverie.Training.Runs;

/// <summary>A run or one of its checkpoints could not be written or read; the message is one sentence that says what to do.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : ReverieException(message, inner);
