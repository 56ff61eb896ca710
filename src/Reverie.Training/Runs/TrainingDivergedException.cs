namespace Reverie.Training.Runs;

/// <summary>A loss is no number any more; the last checkpoint is still good.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
