namespace Reverie.Play.Lab;

/// <summary>A picture, video, recording or episode of a run.</summary>
/// <param name="Name">Below the run's media folder.</param>
/// <param name="Bytes">Its size.</param>
public sealed record MediaFile(string Name, long Bytes);
