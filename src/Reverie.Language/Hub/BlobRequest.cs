namespace Reverie.Language.Hub;

/// <summary>A file of a model that is to be fetched.</summary>
/// <param name="Model">The model.</param>
/// <param name="Name">The file's name in it.</param>
/// <param name="File">What the hub says of it.</param>
/// <param name="Progress">Told how far it is; may be null.</param>
internal sealed record BlobRequest(ModelName Model, string Name, HubFile File, IProgress<DownloadProgress>? Progress);
