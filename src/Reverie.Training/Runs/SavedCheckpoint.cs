namespace Reverie.Training.Runs;

/// <summary>What a save did.</summary>
/// <param name="Folder">The new checkpoint.</param>
/// <param name="Written">Names of files that were written.</param>
/// <param name="Linked">Names of files that were taken over unchanged.</param>
/// <param name="Bytes">Bytes written.</param>
public sealed record SavedCheckpoint(string Folder, IReadOnlyList<string> Written, IReadOnlyList<string> Linked, long Bytes);
