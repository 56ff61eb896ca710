namespace Reverie.Language.Hub;

/// <summary>How far a download is.</summary>
/// <param name="File">The file's name in the model.</param>
/// <param name="Done">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">The file's length; null where the server does not say.</param>
public readonly record struct DownloadProgress(string File, long Done, long? Total);
