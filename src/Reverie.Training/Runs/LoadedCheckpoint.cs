namespace Reverie.Training.Runs;

/// <summary>The newest good checkpoint.</summary>
/// <param name="Checkpoint">It, or null when there is none.</param>
/// <param name="Skipped">One sentence about newer checkpoints that could not be used and why; null when there were none.</param>
public sealed record LoadedCheckpoint(Checkpoint? Checkpoint, string? Skipped);
