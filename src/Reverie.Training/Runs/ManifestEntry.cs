namespace Reverie.Training.Runs;

/// <summary>One file of a checkpoint.</summary>
/// <param name="Name">Relative name with forward slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hash of the content, lower-case hexadecimal.</param>
/// <param name="Fingerprint">What the writer said identifies the content, or null.</param>
internal sealed record ManifestEntry(string Name, long Size, string Sha256, string? Fingerprint);
