namespace Reverie.Language.Hub;

/// <summary>What the hub says of a file before it is fetched.</summary>
/// <param name="Commit">The commit that the revision stands for: 40 hexadecimal digits.</param>
/// <param name="ETag">The content's name: its SHA-256 for large files, its git hash for others.</param>
/// <param name="Size">Bytes; null where the server does not say.</param>
internal sealed record HubFile(string Commit, string ETag, long? Size);
