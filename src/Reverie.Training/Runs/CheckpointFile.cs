namespace Reverie.Training.Runs;

/// <summary>A file to be put into a checkpoint.</summary>
/// <param name="Name">Relative name with forward slashes, such as <c>dataset/12.episode</c>.</param>
/// <param name="Write">Writes the content.</param>
/// <param name="Fingerprint">
/// Identifies the content where it is cheaply known. A file of the previous checkpoint with the same name and fingerprint is linked instead of written.
/// </param>
public sealed record CheckpointFile(string Name, Action<Stream> Write, string? Fingerprint = null);
